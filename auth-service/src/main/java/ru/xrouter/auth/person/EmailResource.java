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
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.factor.SecondFactors;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;

/** Where people change their e-mail. For each person alone, who shows the password first, in a session as strong as they can have. */
@Path("/account/security/email")
class EmailResource {
    static final String CONFIRM = "/account/security/email/confirm";

    private final EmailChanges changes;
    private final Entrance entrance;
    private final PasswordAgain passwords;
    private final SecondFactors factors;
    private final People people;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Pages pages;

    EmailResource(
            EmailChanges changes,
            Entrance entrance,
            PasswordAgain passwords,
            SecondFactors factors,
            People people,
            Sessions sessions,
            Attempts attempts,
            Pages pages) {
        this.changes = changes;
        this.entrance = entrance;
        this.passwords = passwords;
        this.factors = factors;
        this.people = people;
        this.sessions = sessions;
        this.attempts = attempts;
        this.pages = pages;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance email(SignedIn signedIn, boolean password, String email, String fault);

        static native TemplateInstance confirm(SignedIn signedIn, String token);
    }

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(request, signedIn -> page(request, signedIn, "", "", Response.Status.OK));
    }

    @POST
    @RunOnVirtualThread
    public Response ask(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String email,
            @RestForm @Nullable String current) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var address = ClientAddress.of(connection);
            var wanted = People.email(email);
            if (wanted.isEmpty() || wanted.get().equals(person.email())) {
                var own = wanted.isPresent() ? "ownEmail" : "badEmail";
                return page(request, signedIn, wanted.orElse(""), own, Response.Status.BAD_REQUEST);
            }
            if (!signedIn.bySecondFactor() && factors.asked(person.userId())) {
                return page(request, signedIn, wanted.get(), "factorFirst", Response.Status.FORBIDDEN);
            }
            var fault = passwords.fault(person, current, address);
            if (fault.isPresent()) {
                return page(request, signedIn, wanted.get(), fault.get(), Response.Status.FORBIDDEN);
            }
            if (attempts.oneMailTooMany(person.userId(), "email", wanted.get())) {
                return page(request, signedIn, wanted.get(), "tooMany", Response.Status.TOO_MANY_REQUESTS);
            }
            attempts.count(address);
            changes.ask(person, wanted.get(), Pages.russian(request), address);
            return pages.page(request, PeopleResource.Templates.checkMail());
        });
    }

    /** Programs that look through e-mails follow links; only a person presses the button. */
    @GET
    @Path("/confirm")
    @RunOnVirtualThread
    public Response confirmPage(@Context HttpHeaders request, @RestQuery @Nullable String token) {
        var secret = Objects.requireNonNullElse(token, "");
        return sessions.current(request)
                .map(signedIn -> pages.page(request, Templates.confirm(signedIn, secret)))
                .orElseGet(() -> Entrance.signInFirst(CONFIRM + "?token=" + secret));
    }

    @POST
    @Path("/confirm")
    @RunOnVirtualThread
    public Response confirm(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String token) {
        return entrance.form(request, signedIn -> {
            var address = ClientAddress.of(connection);
            // Whoever has the session before knows the address before; this browser gets another.
            return confirmed(signedIn, Objects.requireNonNullElse(token, ""), address)
                    .map(_ -> Pages.redirect("/account/security")
                            .cookie(sessions.openAlone(request, signedIn, address))
                            .build())
                    .orElseGet(
                            () -> pages.page(request, PeopleResource.Templates.badLink(), Response.Status.BAD_REQUEST));
        });
    }

    private Optional<String> confirmed(SignedIn signedIn, String secret, String address) {
        try {
            return changes.confirm(signedIn.person(), secret, address);
        } catch (ConstraintViolationException e) {
            // Somebody else got the e-mail in the same moment.
            return Optional.empty();
        }
    }

    private Response page(HttpHeaders request, SignedIn signedIn, String email, String fault, Response.Status status) {
        return pages.page(
                request, Templates.email(signedIn, people.hasPassword(signedIn.person()), email, fault), status);
    }
}
