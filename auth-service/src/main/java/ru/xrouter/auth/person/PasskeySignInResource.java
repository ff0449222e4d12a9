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
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.passkey.PasskeyChallenges;
import ru.xrouter.auth.passkey.PasskeySite;
import ru.xrouter.auth.passkey.Passkeys;
import ru.xrouter.auth.person.Sessions.Stage;

/** Signs in by a passkey; for everybody. A page of its own, so that the one that takes passwords runs no script. */
@Path("/sign-in/passkey")
class PasskeySignInResource {
    static final String COOKIE = "xrouter-passkey";
    private static final String PURPOSE = "sign in";

    private final Passkeys passkeys;
    private final PasskeyChallenges challenges;
    private final PasskeySite rp;
    private final Sessions sessions;
    private final Browsers browsers;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Pages pages;
    private final FormOrigin forms;
    private final HostCookie cookie;

    PasskeySignInResource(
            Passkeys passkeys,
            PasskeyChallenges challenges,
            PasskeySite rp,
            Sessions sessions,
            Browsers browsers,
            Attempts attempts,
            AuditLog audit,
            Pages pages,
            FormOrigin forms,
            SiteConfig site) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.rp = rp;
        this.sessions = sessions;
        this.browsers = browsers;
        this.attempts = attempts;
        this.audit = audit;
        this.pages = pages;
        this.forms = forms;
        this.cookie = new HostCookie(COOKIE, site);
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance passkey(String challenge, String rp, String returnTo, String fault);
    }

    @GET
    @RunOnVirtualThread
    public Response ask(@Context HttpHeaders request, @RestQuery("return_to") @Nullable String returnTo) {
        return page(request, returnTo, "", Response.Status.OK);
    }

    @POST
    @RunOnVirtualThread
    public Response signIn(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String answer,
            @RestForm("return_to") @Nullable String returnTo) {
        forms.check(request);
        var address = ClientAddress.of(connection);
        if (attempts.tooMany(address)) {
            return page(request, returnTo, "tooMany", Response.Status.TOO_MANY_REQUESTS);
        }
        var userId = cookie.of(request)
                .flatMap(kept -> challenges.take(kept, PURPOSE))
                .flatMap(challenge -> passkeys.signIn(Objects.requireNonNullElse(answer, ""), challenge, address));
        if (userId.isEmpty()) {
            attempts.count(address);
            return page(request, returnTo, "wrongPasskey", Response.Status.UNAUTHORIZED);
        }
        audit.add(ActKind.SIGNED_IN, null, userId.get(), "passkey", address);
        // The device has made sure of the person: two factors in one.
        var session = sessions.openInstead(request, userId.get(), Stage.BY_SECOND_FACTOR, address);
        return Pages.redirect(Pages.returnTo(returnTo))
                .cookie(browsers.signedIn(request, userId.get(), address), session, cookie.none())
                .build();
    }

    private Response page(HttpHeaders request, @Nullable String returnTo, String fault, Response.Status status) {
        var challenge = challenges.begin(PURPOSE);
        var page = Templates.passkey(challenge.challenge(), rp.rpId(), Pages.returnTo(returnTo), fault);
        return Response.fromResponse(pages.scripted(request, page, status))
                .cookie(cookie.with(challenge.kept(), PasskeyChallenges.LIFETIME))
                .build();
    }
}
