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
import java.util.Locale;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.outside.OutsideAttempts;
import ru.xrouter.auth.outside.OutsideFault;
import ru.xrouter.auth.outside.OutsideIdentities;
import ru.xrouter.auth.outside.OutsideIdentities.Linked;
import ru.xrouter.auth.outside.OutsideProviders;
import ru.xrouter.auth.outside.OutsideProviders.Choice;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SiteConfig;

/**
 * Links outside providers to a person and unlinks them. For each person alone, who shows the password first: so nobody adds a way in to a
 * browser that was left open, and whoever unlinks one keeps another.
 */
@Path("/account/security/providers")
class OutsideLinksResource {
    private final Entrance entrance;
    private final PasswordAgain passwords;
    private final People people;
    private final Sessions sessions;
    private final OutsideProviders providers;
    private final OutsideIdentities identities;
    private final OutsideAttempts underWay;
    private final Pages pages;
    private final HostCookie cookie;

    OutsideLinksResource(
            Entrance entrance,
            PasswordAgain passwords,
            People people,
            Sessions sessions,
            OutsideProviders providers,
            OutsideIdentities identities,
            OutsideAttempts underWay,
            Pages pages,
            SiteConfig site) {
        this.entrance = entrance;
        this.passwords = passwords;
        this.people = people;
        this.sessions = sessions;
        this.providers = providers;
        this.identities = identities;
        this.underWay = underWay;
        this.pages = pages;
        this.cookie = new HostCookie(OutsideResource.COOKIE, site);
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance providers(
                SignedIn signedIn, boolean password, List<Named> linked, List<Choice> others, String fault);

        static native TemplateInstance oneMore(SignedIn signedIn, String name, String departure);
    }

    /** A provider of the person's, as they know it. */
    public record Named(String id, String name, String email, String since) {}

    @GET
    @RunOnVirtualThread
    public Response show(@Context HttpHeaders request) {
        return entrance.page(request, signedIn -> page(request, signedIn, "", Response.Status.OK));
    }

    @POST
    @Path("/link")
    @RunOnVirtualThread
    public Response link(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String provider,
            @RestForm @Nullable String current) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var choice = providers.choice(provider);
            if (choice.isEmpty()) {
                return toProviders();
            }
            var fault = passwords.fault(person, current, ClientAddress.of(connection));
            if (fault.isPresent()) {
                return page(request, signedIn, fault.get(), Response.Status.FORBIDDEN);
            }
            try {
                var attempt = underWay.begin(choice.get().id(), person.userId(), "/account");
                var page = Templates.oneMore(
                        signedIn,
                        choice.get().name(),
                        providers.departure(attempt).toString());
                return Response.fromResponse(pages.page(request, page))
                        .cookie(cookie.with(attempt.secret(), OutsideAttempts.LIFETIME))
                        .build();
            } catch (OutsideFault trouble) {
                return page(
                        request,
                        signedIn,
                        trouble.kind().name().toLowerCase(Locale.ROOT),
                        Response.Status.SERVICE_UNAVAILABLE);
            }
        });
    }

    @POST
    @Path("/unlink")
    @RunOnVirtualThread
    public Response unlink(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String provider,
            @RestForm @Nullable String current) {
        return entrance.form(request, signedIn -> {
            var person = signedIn.person();
            var address = ClientAddress.of(connection);
            var fault = passwords.fault(person, current, address);
            if (fault.isPresent()) {
                return page(request, signedIn, fault.get(), Response.Status.FORBIDDEN);
            }
            if (!identities.unlink(person.userId(), Objects.requireNonNullElse(provider, ""), address)) {
                return toProviders();
            }
            // Whoever came in that way may be somebody else.
            return Pages.redirect("/account/security/providers")
                    .cookie(sessions.openAlone(request, signedIn, address))
                    .build();
        });
    }

    private Response page(HttpHeaders request, SignedIn signedIn, String fault, Response.Status status) {
        var linked = identities.of(signedIn.person().userId());
        var others = providers.choices().stream()
                .filter(choice ->
                        linked.stream().noneMatch(one -> one.provider().equals(choice.id())))
                .toList();
        var page = Templates.providers(
                signedIn,
                people.hasPassword(signedIn.person()),
                linked.stream().map(this::named).toList(),
                others,
                fault);
        return pages.page(request, page, status);
    }

    private Named named(Linked linked) {
        return new Named(
                linked.provider(),
                providers.choice(linked.provider()).map(Choice::name).orElse(linked.provider()),
                linked.email(),
                linked.since());
    }

    private static Response toProviders() {
        return Pages.redirect("/account/security/providers").build();
    }
}
