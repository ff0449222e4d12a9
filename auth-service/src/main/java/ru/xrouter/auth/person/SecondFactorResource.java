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
import ru.xrouter.auth.factor.FactorSetup;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.factor.SecondFactors.Verdict;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;

/** Sets the second factor up and takes it away. For each person alone, who shows the password or a code first. */
@Path("/account/security/second-factor")
class SecondFactorResource {
    private final SecondFactors factors;
    private final PasswordAgain passwords;
    private final People people;
    private final Sessions sessions;
    private final Entrance entrance;
    private final Pages pages;

    SecondFactorResource(
            SecondFactors factors,
            PasswordAgain passwords,
            People people,
            Sessions sessions,
            Entrance entrance,
            Pages pages) {
        this.factors = factors;
        this.passwords = passwords;
        this.people = people;
        this.sessions = sessions;
        this.entrance = entrance;
        this.pages = pages;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance secondFactor(SignedIn signedIn, boolean on, boolean password, String fault);

        static native TemplateInstance setup(SignedIn signedIn, FactorSetup setup, String fault);

        static native TemplateInstance recoveryCodes(SignedIn signedIn, List<String> codes);
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(request, signedIn -> page(request, signedIn, "", Response.Status.OK));
    }

    /** Shows a secret that is not asked for yet. */
    @POST
    @RunOnVirtualThread
    public Response begin(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String current) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var fault = passwords.fault(person, current, ClientAddress.of(connection));
            if (fault.isPresent()) {
                return page(request, signedIn, fault.get(), Response.Status.FORBIDDEN);
            }
            return factors.begin(person.userId(), person.email())
                    .map(setup -> pages.page(request, Templates.setup(signedIn, setup, "")))
                    .orElseGet(SecondFactorResource::toSecurity);
        });
    }

    /** The first code: the factor is asked for from now on, all sessions end, and this browser gets another. */
    @POST
    @Path("/confirm")
    @RunOnVirtualThread
    public Response confirm(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String code) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var address = ClientAddress.of(connection);
            var codes = factors.confirm(person.userId(), Objects.requireNonNullElse(code, ""), address);
            if (codes.isEmpty()) {
                return factors.begun(person.userId(), person.email())
                        .map(setup -> pages.page(
                                request, Templates.setup(signedIn, setup, "wrongCode"), Response.Status.BAD_REQUEST))
                        .orElseGet(SecondFactorResource::toSecurity);
            }
            // Whoever has only the password may have opened one before.
            var bySecondFactor = new SignedIn(signedIn.sessionId(), person, true, signedIn.signedInAt());
            var cookie = sessions.openAlone(request, bySecondFactor, address);
            var page = pages.page(request, Templates.recoveryCodes(signedIn, codes.get()));
            return Response.fromResponse(page).cookie(cookie).build();
        });
    }

    @POST
    @Path("/recovery-codes")
    @RunOnVirtualThread
    public Response newRecoveryCodes(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String code) {
        return withCode(
                request,
                connection,
                code,
                (signedIn, address) -> pages.page(
                        request,
                        Templates.recoveryCodes(
                                signedIn,
                                factors.newRecoveryCodes(signedIn.person().userId(), address))));
    }

    @POST
    @Path("/remove")
    @RunOnVirtualThread
    public Response remove(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String code) {
        return withCode(request, connection, code, (signedIn, address) -> {
            factors.remove(signedIn.person().userId(), address);
            return toSecurity();
        });
    }

    /** What is done once a code was right. */
    private interface Act {
        Response by(SignedIn signedIn, String address);
    }

    private Response withCode(HttpHeaders request, HttpServerRequest connection, @Nullable String code, Act act) {
        return entrance.form(request, signedIn -> {
            var address = ClientAddress.of(connection);
            var verdict = factors.check(signedIn.person().userId(), Objects.requireNonNullElse(code, ""), address);
            if (verdict == Verdict.RIGHT) {
                return act.by(signedIn, address);
            }
            return verdict == Verdict.WRONG
                    ? page(request, signedIn, "wrongCode", Response.Status.FORBIDDEN)
                    : page(request, signedIn, "tooManyCodes", Response.Status.TOO_MANY_REQUESTS);
        });
    }

    private Response page(HttpHeaders request, SignedIn signedIn, String fault, Response.Status status) {
        var on = factors.asked(signedIn.person().userId());
        var page = Templates.secondFactor(signedIn, on, people.hasPassword(signedIn.person()), fault);
        return pages.page(request, page, status);
    }

    private static Response toSecurity() {
        return Pages.redirect("/account/security").build();
    }
}
