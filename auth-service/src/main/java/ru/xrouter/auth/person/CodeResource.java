package ru.xrouter.auth.person;

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
import java.util.Objects;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Sessions.Stage;

/** The second step of a sign-in, for whoever knew the password of a person with a second factor. */
@Path("/sign-in/code")
class CodeResource {
    private final SecondFactors factors;
    private final Sessions sessions;
    private final Browsers browsers;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Pages pages;
    private final FormOrigin forms;

    CodeResource(
            SecondFactors factors,
            Sessions sessions,
            Browsers browsers,
            Attempts attempts,
            AuditLog audit,
            Pages pages,
            FormOrigin forms) {
        this.factors = factors;
        this.sessions = sessions;
        this.browsers = browsers;
        this.attempts = attempts;
        this.audit = audit;
        this.pages = pages;
        this.forms = forms;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance code(String returnTo, String fault);
    }

    @GET
    @RunOnVirtualThread
    public Response ask(@Context HttpHeaders request, @RestQuery("return_to") @Nullable String returnTo) {
        return sessions.awaited(request).isEmpty()
                ? Pages.redirect("/sign-in").build()
                : pages.page(request, Templates.code(Pages.returnTo(returnTo), ""));
    }

    @POST
    @RunOnVirtualThread
    public Response check(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String code,
            @RestForm("return_to") @Nullable String returnTo) {
        forms.check(request);
        var awaited = sessions.awaited(request);
        if (awaited.isEmpty()) {
            return Pages.redirect("/sign-in").build();
        }
        var address = ClientAddress.of(connection);
        var userId = awaited.get().userId();
        if (attempts.tooMany(address)) {
            return again(request, returnTo, "tooMany", Response.Status.TOO_MANY_REQUESTS);
        }
        return switch (factors.check(userId, Objects.requireNonNullElse(code, ""), address)) {
            case TOO_MANY -> again(request, returnTo, "tooManyCodes", Response.Status.TOO_MANY_REQUESTS);
            case WRONG -> {
                attempts.count(address);
                yield again(request, returnTo, "wrongCode", Response.Status.UNAUTHORIZED);
            }
            case RIGHT -> {
                audit.add(ActKind.SIGNED_IN, null, userId, null, address);
                yield Pages.redirect(Pages.returnTo(returnTo))
                        .cookie(
                                browsers.signedIn(request, userId, address),
                                sessions.openInstead(request, userId, Stage.BY_SECOND_FACTOR, address))
                        .build();
            }
        };
    }

    private Response again(HttpHeaders request, @Nullable String returnTo, String fault, Response.Status status) {
        return pages.page(request, Templates.code(Pages.returnTo(returnTo), fault), status);
    }
}
