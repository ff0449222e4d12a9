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
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.MemberStore;
import ru.xrouter.auth.account.Membership;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;
import ru.xrouter.auth.person.SignedIn;

/** The account's first page: a person's accounts, and the apps to which they gave access. For each person alone. */
@Path("/account")
class AccountResource {
    private final Grants grants;
    private final MemberStore members;
    private final Sessions sessions;
    private final Entrance entrance;
    private final Pages pages;

    AccountResource(Grants grants, MemberStore members, Sessions sessions, Entrance entrance, Pages pages) {
        this.grants = grants;
        this.members = members;
        this.sessions = sessions;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance account(SignedIn signedIn, List<Membership> accounts, List<App> apps);
    }

    /** An app with access. */
    public record App(String grantId, String name, Set<String> scopes, String since) {
        static App of(Grant grant) {
            return new App(
                    grant.grantId(),
                    grant.clientName(),
                    grant.scopes(),
                    grant.createdAt().toString().substring(0, 10));
        }
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(request, signedIn -> pages.page(request, page(signedIn)));
    }

    private TemplateInstance page(SignedIn signedIn) {
        var apps = grants.ofUser(signedIn.person().userId());
        var accounts = members.ofPerson(signedIn.person().userId());
        return Templates.account(signedIn, accounts, apps.stream().map(App::of).toList());
    }

    /** Acts for another of the person's accounts from now on. */
    @POST
    @Path("/switch")
    @RunOnVirtualThread
    public Response actFor(@Context HttpHeaders request, @RestForm @Nullable String account) {
        return entrance.form(request, signedIn -> {
            sessions.actFor(signedIn, Objects.requireNonNullElse(account, ""));
            return Pages.redirect("/account").build();
        });
    }

    @POST
    @Path("/revoke-app")
    @RunOnVirtualThread
    public Response revokeApp(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String grant) {
        return entrance.form(request, signedIn -> {
            grants.revokeByUser(
                    Objects.requireNonNullElse(grant, ""), signedIn.person().userId(), ClientAddress.of(connection));
            return Pages.redirect("/account").build();
        });
    }
}
