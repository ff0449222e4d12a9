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
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.passkey.PasskeyChallenges;
import ru.xrouter.auth.passkey.PasskeySite;
import ru.xrouter.auth.passkey.Passkeys;
import ru.xrouter.auth.passkey.Passkeys.Passkey;

/**
 * A person's passkeys. For each person alone, who shows the password before one is added or removed, in a session that began with the second
 * factor where there is one: a passkey stands for both.
 */
@Path("/account/security/passkeys")
class PasskeysResource {
    private static final String FACTOR_FIRST = "factorFirst";

    private final Entrance entrance;
    private final PasswordAgain passwords;
    private final SecondFactors factors;
    private final People people;
    private final Sessions sessions;
    private final Passkeys passkeys;
    private final PasskeyChallenges challenges;
    private final PasskeySite rp;
    private final Pages pages;
    private final HostCookie cookie;

    PasskeysResource(
            Entrance entrance,
            PasswordAgain passwords,
            SecondFactors factors,
            People people,
            Sessions sessions,
            Passkeys passkeys,
            PasskeyChallenges challenges,
            PasskeySite rp,
            Pages pages,
            SiteConfig site) {
        this.entrance = entrance;
        this.passwords = passwords;
        this.factors = factors;
        this.people = people;
        this.sessions = sessions;
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.rp = rp;
        this.pages = pages;
        this.cookie = new HostCookie(PasskeySignInResource.COOKIE, site);
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance passkeys(
                SignedIn signedIn, boolean password, List<Passkey> passkeys, String fault);

        static native TemplateInstance newPasskey(SignedIn signedIn, String challenge, String rp, String others);
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(request, signedIn -> page(request, signedIn, "", Response.Status.OK));
    }

    /** Shows the page on which the device makes one. */
    @POST
    @RunOnVirtualThread
    public Response begin(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String current) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var fault = fault(signedIn, current, ClientAddress.of(connection));
            if (fault.isPresent()) {
                return page(request, signedIn, fault.get(), Response.Status.FORBIDDEN);
            }
            var challenge = challenges.begin(purpose(signedIn));
            var others = passkeys.of(person.userId()).stream()
                    .map(Passkey::credentialId)
                    .collect(Collectors.joining(" "));
            var page = Templates.newPasskey(signedIn, challenge.challenge(), rp.rpId(), others);
            return Response.fromResponse(pages.scripted(request, page, Response.Status.OK))
                    .cookie(cookie.with(challenge.kept(), PasskeyChallenges.LIFETIME))
                    .build();
        });
    }

    /** Only after {@link #begin}: the challenge is of this session, which has shown the password. */
    @POST
    @Path("/add")
    @RunOnVirtualThread
    public Response add(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String name,
            @RestForm @Nullable String answer) {
        return entrance.form(request, signedIn -> {
            if (lacksSecondFactor(signedIn)) {
                return page(request, signedIn, FACTOR_FIRST, Response.Status.FORBIDDEN);
            }
            var added = cookie.of(request)
                    .flatMap(kept -> challenges.take(kept, purpose(signedIn)))
                    .filter(challenge -> passkeys.add(
                            signedIn.person().userId(),
                            Objects.requireNonNullElse(name, ""),
                            Objects.requireNonNullElse(answer, ""),
                            challenge,
                            ClientAddress.of(connection)));
            return added.isPresent()
                    ? toPasskeys().cookie(cookie.none()).build()
                    : page(request, signedIn, "wrongPasskey", Response.Status.BAD_REQUEST);
        });
    }

    @POST
    @Path("/rename")
    @RunOnVirtualThread
    public Response rename(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String passkey,
            @RestForm @Nullable String name) {
        return entrance.form(request, signedIn -> {
            passkeys.rename(
                    signedIn.person().userId(),
                    Objects.requireNonNullElse(passkey, ""),
                    Objects.requireNonNullElse(name, ""),
                    ClientAddress.of(connection));
            return toPasskeys().build();
        });
    }

    @POST
    @Path("/remove")
    @RunOnVirtualThread
    public Response remove(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String passkey,
            @RestForm @Nullable String current) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var address = ClientAddress.of(connection);
            var fault = fault(signedIn, current, address);
            if (fault.isPresent()) {
                return page(request, signedIn, fault.get(), Response.Status.FORBIDDEN);
            }
            if (!passkeys.remove(person.userId(), Objects.requireNonNullElse(passkey, ""), address)) {
                return toPasskeys().build();
            }
            // Whoever came in by it may be somebody else.
            return toPasskeys()
                    .cookie(sessions.openAlone(request, signedIn, address))
                    .build();
        });
    }

    private Optional<String> fault(SignedIn signedIn, @Nullable String password, String address) {
        return lacksSecondFactor(signedIn)
                ? Optional.of(FACTOR_FIRST)
                : passwords.fault(signedIn.person(), password, address);
    }

    private boolean lacksSecondFactor(SignedIn signedIn) {
        return !signedIn.bySecondFactor() && factors.asked(signedIn.person().userId());
    }

    private Response page(HttpHeaders request, SignedIn signedIn, String fault, Response.Status status) {
        var page = Templates.passkeys(
                signedIn,
                people.hasPassword(signedIn.person()),
                passkeys.of(signedIn.person().userId()),
                fault);
        return pages.page(request, page, status);
    }

    private static String purpose(SignedIn signedIn) {
        return "add to " + signedIn.person().userId() + " in " + signedIn.sessionId();
    }

    private static Response.ResponseBuilder toPasskeys() {
        return Pages.redirect("/account/security/passkeys");
    }
}
