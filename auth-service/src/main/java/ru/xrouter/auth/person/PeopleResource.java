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
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.outside.OutsideProviders;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.passkey.PasskeySite;

/** The pages for those who are not signed in yet. */
@Path("/")
class PeopleResource {
    private final People people;
    private final MailWishes wishes;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Browsers browsers;
    private final Arrivals arrivals;
    private final OutsideProviders providers;
    private final PasskeySite rp;
    private final Pages pages;
    private final FormOrigin forms;

    PeopleResource(
            People people,
            MailWishes wishes,
            Sessions sessions,
            Attempts attempts,
            Browsers browsers,
            Arrivals arrivals,
            OutsideProviders providers,
            PasskeySite rp,
            Pages pages,
            FormOrigin forms) {
        this.people = people;
        this.wishes = wishes;
        this.sessions = sessions;
        this.attempts = attempts;
        this.browsers = browsers;
        this.arrivals = arrivals;
        this.providers = providers;
        this.rp = rp;
        this.pages = pages;
        this.forms = forms;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance signIn(
                String returnTo, String email, String fault, List<OutsideProviders.Choice> providers, boolean passkeys);

        static native TemplateInstance signUp(
                String returnTo, String email, String fault, List<OutsideProviders.Choice> providers);

        static native TemplateInstance checkMail();

        static native TemplateInstance confirm(String token, String fault);

        static native TemplateInstance forgot(String fault);

        static native TemplateInstance reset(String token, String fault);

        static native TemplateInstance badLink();
    }

    @GET
    @Path("/sign-in")
    @RunOnVirtualThread
    public Response signInPage(@Context HttpHeaders request, @RestQuery("return_to") @Nullable String returnTo) {
        return pages.page(
                request, Templates.signIn(Pages.returnTo(returnTo), "", "", providers.choices(), rp.possible()));
    }

    @POST
    @Path("/sign-in")
    @RunOnVirtualThread
    public Response signIn(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String email,
            @RestForm @Nullable String password,
            @RestForm("return_to") @Nullable String returnTo) {
        forms.check(request);
        var address = ClientAddress.of(connection);
        var given = People.email(email).orElse("");
        if (attempts.oneTooMany(given, address)) {
            return again(request, returnTo, given, "tooMany", Response.Status.TOO_MANY_REQUESTS);
        }
        var stranger = !browsers.knows(request, given);
        if (stranger && attempts.oneTooManyOfStrangers(given)) {
            return again(request, returnTo, given, "tooManyStrangers", Response.Status.TOO_MANY_REQUESTS);
        }
        try {
            var person = people.signIn(given, Objects.requireNonNullElse(password, ""), address);
            if (person.isEmpty()) {
                attempts.wrong();
                return again(request, returnTo, given, "wrongPassword", Response.Status.UNAUTHORIZED);
            }
            attempts.noGuess(given, address, stranger);
            return arrivals.letIn(request, person.get(), Pages.returnTo(returnTo), null, address)
                    .build();
        } catch (Passwords.Busy e) {
            attempts.noGuess(given, address, stranger);
            throw e;
        }
    }

    @GET
    @Path("/sign-up")
    @RunOnVirtualThread
    public Response signUpPage(@Context HttpHeaders request, @RestQuery("return_to") @Nullable String returnTo) {
        return pages.page(request, Templates.signUp(Pages.returnTo(returnTo), "", "", providers.choices()));
    }

    @POST
    @Path("/sign-up")
    @RunOnVirtualThread
    public Response signUp(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String email,
            @RestForm @Nullable String password,
            @RestForm("return_to") @Nullable String returnTo) {
        forms.check(request);
        var address = ClientAddress.of(connection);
        var good = People.email(email);
        if (good.isEmpty() || !Passwords.acceptable(password)) {
            var fault = good.isEmpty() ? "badEmail" : "badPassword";
            return pages.page(
                    request,
                    Templates.signUp(Pages.returnTo(returnTo), good.orElse(""), fault, providers.choices()),
                    Response.Status.BAD_REQUEST);
        }
        if (attempts.tooMany(address)) {
            return pages.page(
                    request,
                    Templates.signUp(Pages.returnTo(returnTo), good.get(), "tooMany", providers.choices()),
                    Response.Status.TOO_MANY_REQUESTS);
        }
        attempts.count(address);
        if (!attempts.oneMailTooMany(MailWish.Kind.SIGN_UP, good.get())) {
            wishes.signUp(
                    good.get(),
                    Objects.requireNonNull(password),
                    Pages.returnTo(returnTo),
                    Pages.russian(request),
                    address);
        }
        return pages.page(request, Templates.checkMail());
    }

    /** Programs that look through e-mails follow links; only a person presses the button. */
    @GET
    @Path("/confirm")
    @RunOnVirtualThread
    public Response confirmPage(@Context HttpHeaders request, @RestQuery @Nullable String token) {
        return pages.page(request, Templates.confirm(Objects.requireNonNullElse(token, ""), ""));
    }

    @POST
    @Path("/confirm")
    @RunOnVirtualThread
    public Response confirm(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String token,
            @RestForm @Nullable String password) {
        forms.check(request);
        var address = ClientAddress.of(connection);
        var secret = Objects.requireNonNullElse(token, "");
        if (attempts.tooMany(address)) {
            return pages.page(request, Templates.confirm(secret, "tooMany"), Response.Status.TOO_MANY_REQUESTS);
        }
        return switch (people.confirm(secret, Objects.requireNonNullElse(password, ""), address)) {
            case People.Confirmation.Confirmed(var userId, var returnTo) ->
                arrivals.letIn(request, userId, returnTo, null, address).build();
            case People.Confirmation.WrongPassword() -> {
                attempts.count(address);
                yield pages.page(request, Templates.confirm(secret, "otherPassword"), Response.Status.UNAUTHORIZED);
            }
            case People.Confirmation.BadLink() -> pages.page(request, Templates.badLink(), Response.Status.BAD_REQUEST);
        };
    }

    @GET
    @Path("/forgot")
    @RunOnVirtualThread
    public Response forgotPage(@Context HttpHeaders request) {
        return pages.page(request, Templates.forgot(""));
    }

    @POST
    @Path("/forgot")
    @RunOnVirtualThread
    public Response forgot(
            @Context HttpHeaders request, @Context HttpServerRequest connection, @RestForm @Nullable String email) {
        forms.check(request);
        var address = ClientAddress.of(connection);
        if (attempts.tooMany(address)) {
            return pages.page(request, Templates.forgot("tooMany"), Response.Status.TOO_MANY_REQUESTS);
        }
        attempts.count(address);
        People.email(email)
                .filter(good -> !attempts.oneMailTooMany(MailWish.Kind.RESET, good))
                .ifPresent(good -> wishes.forgot(good, Pages.russian(request), address));
        return pages.page(request, Templates.checkMail());
    }

    @GET
    @Path("/reset")
    @RunOnVirtualThread
    public Response resetPage(@Context HttpHeaders request, @RestQuery @Nullable String token) {
        return pages.page(request, Templates.reset(Objects.requireNonNullElse(token, ""), ""));
    }

    @POST
    @Path("/reset")
    @RunOnVirtualThread
    public Response reset(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String token,
            @RestForm @Nullable String password) {
        forms.check(request);
        var secret = Objects.requireNonNullElse(token, "");
        if (!Passwords.acceptable(password)) {
            return pages.page(request, Templates.reset(secret, "badPassword"), Response.Status.BAD_REQUEST);
        }
        return people.reset(secret, Objects.requireNonNull(password), ClientAddress.of(connection))
                .map(userId -> Pages.redirect("/sign-in")
                        .cookie(sessions.none(), browsers.trusted(request, userId))
                        .build())
                .orElseGet(() -> pages.page(request, Templates.badLink(), Response.Status.BAD_REQUEST));
    }

    private Response again(
            HttpHeaders request, @Nullable String returnTo, String email, String fault, Response.Status status) {
        return pages.page(
                request,
                Templates.signIn(Pages.returnTo(returnTo), email, fault, providers.choices(), rp.possible()),
                status);
    }
}
