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
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.outside.OutsideIdentities;
import ru.xrouter.auth.outside.OutsideProviders;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.passkey.PasskeySite;
import ru.xrouter.auth.person.Sessions.OpenSession;

/** What keeps a person's sign-in safe: password, sessions, what happened lately. For each person alone. */
@Path("/account/security")
class SecurityResource {
    private static final int EVENTS = 20;

    private final Entrance entrance;
    private final People people;
    private final Sessions sessions;
    private final PasswordAgain passwords;
    private final SecondFactors factors;
    private final PasskeySite rp;
    private final OutsideProviders providers;
    private final OutsideIdentities identities;
    private final AuditLog audit;
    private final Pages pages;

    SecurityResource(
            Entrance entrance,
            People people,
            Sessions sessions,
            PasswordAgain passwords,
            SecondFactors factors,
            PasskeySite rp,
            OutsideProviders providers,
            OutsideIdentities identities,
            AuditLog audit,
            Pages pages) {
        this.entrance = entrance;
        this.people = people;
        this.sessions = sessions;
        this.passwords = passwords;
        this.factors = factors;
        this.rp = rp;
        this.providers = providers;
        this.identities = identities;
        this.audit = audit;
        this.pages = pages;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance security(
                SignedIn signedIn,
                Factor factor,
                Ways ways,
                List<OpenSession> sessions,
                List<AuditLog.Event> events,
                String fault);
    }

    /** Whether there is a second factor, and how many recovery codes are left. */
    public record Factor(boolean on, int recoveryCodes) {}

    /**
     * The ways in.
     *
     * @param password whether the person has one
     * @param passkeys whether the site can have passkeys
     * @param providers whether there is an outside provider, linked or to be linked
     */
    public record Ways(boolean password, boolean passkeys, boolean providers) {}

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(request, signedIn -> page(request, signedIn, "", Response.Status.OK));
    }

    @POST
    @Path("/end-session")
    @RunOnVirtualThread
    public Response endSession(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String session) {
        return entrance.form(request, signedIn -> {
            var ended = Objects.requireNonNullElse(session, signedIn.sessionId());
            sessions.endByPerson(signedIn.person().userId(), ended, ClientAddress.of(connection));
            return ended.equals(signedIn.sessionId())
                    ? Pages.redirect("/sign-in").cookie(sessions.none()).build()
                    : Pages.redirect("/account/security").build();
        });
    }

    @POST
    @Path("/password")
    @RunOnVirtualThread
    public Response changePassword(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String current,
            @RestForm @Nullable String password) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var address = ClientAddress.of(connection);
            if (!Passwords.acceptable(password)) {
                return page(request, signedIn, "badPassword", Response.Status.BAD_REQUEST);
            }
            var fault = passwords.fault(person, current, address);
            if (fault.isPresent()) {
                return page(request, signedIn, fault.get(), Response.Status.FORBIDDEN);
            }
            people.changePassword(person.userId(), Objects.requireNonNull(password), address);
            // All sessions have ended, whoever had them; this browser gets another.
            return Pages.redirect("/account/security")
                    .cookie(sessions.openAlone(request, signedIn, address))
                    .build();
        });
    }

    private Response page(HttpHeaders request, SignedIn signedIn, String fault, Response.Status status) {
        var userId = signedIn.person().userId();
        var factor = new Factor(factors.asked(userId), factors.recoveryCodes(userId));
        var ways = new Ways(
                people.hasPassword(signedIn.person()),
                rp.possible(),
                !providers.choices().isEmpty() || !identities.of(userId).isEmpty());
        var page = Templates.security(signedIn, factor, ways, sessions.of(userId), audit.ofUser(userId, EVENTS), fault);
        return pages.page(request, page, status);
    }
}
