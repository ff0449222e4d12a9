package ru.xrouter.auth.oauth;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Sessions;
import ru.xrouter.auth.person.Sessions.OpenSession;
import ru.xrouter.auth.person.SignedIn;

/** What a person sees of themselves: apps with access, sessions, what happened lately. */
@Path("/account")
class AccountResource {
    private static final int EVENTS = 20;

    private final Grants grants;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Pages pages;
    private final FormOrigin forms;

    AccountResource(Grants grants, Sessions sessions, AuditLog audit, Pages pages, FormOrigin forms) {
        this.grants = grants;
        this.sessions = sessions;
        this.audit = audit;
        this.pages = pages;
        this.forms = forms;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance account(
                SignedIn signedIn, List<App> apps, List<OpenSession> sessions, List<AuditLog.Event> events);
    }

    /** An app with access. */
    public record App(String grantId, String name, String scopes, String since) {
        static App of(Grant grant) {
            return new App(
                    grant.grantId(),
                    grant.clientName(),
                    String.join(", ", grant.scopes().stream().sorted().toList()),
                    grant.createdAt().toString().substring(0, 10));
        }
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return sessions.current(request)
                .map(signedIn -> pages.page(request, page(signedIn)))
                .orElseGet(() -> Pages.redirect("/sign-in").build());
    }

    private TemplateInstance page(SignedIn signedIn) {
        var userId = signedIn.person().userId();
        return Templates.account(
                signedIn,
                grants.ofUser(userId).stream().map(App::of).toList(),
                sessions.of(userId),
                audit.ofUser(userId, EVENTS));
    }

    @POST
    @Path("/revoke-app")
    @RunOnVirtualThread
    public Response revokeApp(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String grant) {
        forms.check(request);
        sessions.current(request)
                .ifPresent(signedIn -> grants.revokeByUser(
                        Objects.requireNonNullElse(grant, ""),
                        signedIn.person().userId(),
                        ClientAddress.of(connection)));
        return Pages.redirect("/account").build();
    }

    @POST
    @Path("/end-session")
    @RunOnVirtualThread
    public Response endSession(@Context HttpHeaders request, @RestForm @Nullable String session) {
        forms.check(request);
        sessions.current(request)
                .ifPresent(signedIn -> sessions.end(
                        signedIn.person().userId(), Objects.requireNonNullElse(session, signedIn.sessionId())));
        return Pages.redirect("/account").build();
    }
}
