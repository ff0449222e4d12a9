package ru.xrouter.auth.person;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.outside.OutsideAttempt;
import ru.xrouter.auth.outside.OutsideAttempts;
import ru.xrouter.auth.outside.OutsideFault;
import ru.xrouter.auth.outside.OutsideIdentities;
import ru.xrouter.auth.outside.OutsidePending;
import ru.xrouter.auth.outside.OutsidePerson;
import ru.xrouter.auth.outside.OutsideProviders;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.page.SameSite;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.person.OutsideArrivals.Arrival;

/** The way to an outside provider, from a page of ours, and the way back; for everybody. */
@Path("/sign-in/with/{provider}")
class OutsideResource {
    static final String COOKIE = "xrouter-outside";
    static final String MAIL_COOKIE = "xrouter-outside-mail";

    private static final Logger LOG = Logger.getLogger(OutsideResource.class);
    private static final String SECURITY = "/account/security/providers";

    private final OutsideProviders providers;
    private final OutsideAttempts underWay;
    private final OutsideArrivals outside;
    private final OutsideIdentities identities;
    private final OutsidePending pending;
    private final Arrivals arrivals;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Pages pages;
    private final SameSite sameSite;
    private final HostCookie cookie;
    private final HostCookie mailCookie;

    OutsideResource(
            OutsideProviders providers,
            OutsideAttempts underWay,
            OutsideArrivals outside,
            OutsideIdentities identities,
            OutsidePending pending,
            Arrivals arrivals,
            Sessions sessions,
            Attempts attempts,
            Pages pages,
            SameSite sameSite,
            SiteConfig site) {
        this.providers = providers;
        this.underWay = underWay;
        this.outside = outside;
        this.identities = identities;
        this.pending = pending;
        this.arrivals = arrivals;
        this.sessions = sessions;
        this.attempts = attempts;
        this.pages = pages;
        this.sameSite = sameSite;
        this.cookie = new HostCookie(COOKIE, site);
        this.mailCookie = new HostCookie(MAIL_COOKIE, site);
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance trouble(String fault, String back);
    }

    /** A link and no form: browsers let a form lead only to addresses that the page names, and providers send people on. */
    @GET
    @RunOnVirtualThread
    public Response start(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestPath String provider,
            @RestQuery("return_to") @Nullable String returnTo) {
        var target = Pages.returnTo(returnTo);
        if (providers.choice(provider).isEmpty() || !sameSite.from(request)) {
            return Pages.redirect(signIn(target)).build();
        }
        var address = ClientAddress.of(connection);
        if (attempts.tooMany(address)) {
            return trouble(request, "tooMany", signIn(target), Response.Status.TOO_MANY_REQUESTS);
        }
        attempts.count(address);
        try {
            var attempt = underWay.begin(provider, null, target);
            return Pages.redirect(providers.departure(attempt).toString())
                    .cookie(cookie.with(attempt.secret(), OutsideAttempts.LIFETIME))
                    .build();
        } catch (OutsideFault fault) {
            return failed(request, provider, fault, signIn(target));
        }
    }

    @GET
    @Path("/callback")
    @RunOnVirtualThread
    public Response comeBack(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @Context UriInfo uri,
            @RestPath String provider,
            @RestQuery @Nullable String state) {
        var attempt = providers
                .choice(provider)
                .flatMap(_ -> cookie.of(request))
                .flatMap(secret -> underWay.take(secret, provider, Objects.requireNonNullElse(state, "")));
        if (attempt.isEmpty()) {
            // Not counted: any site can make a browser come here, and would so slow its owner down.
            return trouble(request, "stale", "/sign-in", Response.Status.BAD_REQUEST);
        }
        var parameters = new HashMap<String, String>();
        uri.getQueryParameters().forEach((name, values) -> parameters.put(name, values.getFirst()));
        var query = Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "");
        var address = ClientAddress.of(connection);
        Response answer;
        try {
            var person = providers.arrival(attempt.get(), query, parameters);
            answer = attempt.get().userId() == null
                    ? signIn(request, attempt.get(), person, address)
                    : link(request, attempt.get(), person, address);
        } catch (OutsideFault fault) {
            attempts.count(address);
            answer = failed(request, provider, fault, back(attempt.get()));
        }
        return Response.fromResponse(answer).cookie(cookie.none()).build();
    }

    private Response signIn(HttpHeaders request, OutsideAttempt attempt, OutsidePerson person, String address) {
        return switch (outside.arrive(person, attempt.returnTo(), Pages.russian(request), address)) {
            case Arrival.Known(var userId) ->
                arrivals.letIn(request, userId, attempt.returnTo(), person.provider(), address)
                        .build();
            case Arrival.Taken _ -> trouble(request, "taken", back(attempt), Response.Status.CONFLICT);
            case Arrival.NoEmail _ -> trouble(request, "noEmail", back(attempt), Response.Status.BAD_REQUEST);
            case Arrival.MustConfirm(var kept) -> {
                attempts.count(address);
                yield Response.fromResponse(pages.page(request, PeopleResource.Templates.checkMail()))
                        .cookie(mailCookie.with(kept, pending.lifetime()))
                        .build();
            }
        };
    }

    /** Only for whoever began it and is still signed in. */
    private Response link(HttpHeaders request, OutsideAttempt attempt, OutsidePerson person, String address) {
        var userId = sessions.current(request)
                .map(signedIn -> signedIn.person().userId())
                .filter(current -> current.equals(attempt.userId()));
        if (userId.isEmpty()) {
            return trouble(request, "stale", "/sign-in", Response.Status.BAD_REQUEST);
        }
        var already = identities.userId(person).filter(userId.get()::equals).isPresent();
        return already || identities.link(person, userId.get(), address)
                ? Pages.redirect(SECURITY).build()
                : trouble(request, "linkedElsewhere", SECURITY, Response.Status.CONFLICT);
    }

    private Response failed(HttpHeaders request, String provider, OutsideFault fault, String back) {
        LOG.infof("Nobody came in through %s: %s", provider, fault.getMessage());
        return trouble(
                request,
                fault.kind().name().toLowerCase(Locale.ROOT),
                back,
                fault.kind() == OutsideFault.Kind.UNREACHABLE
                        ? Response.Status.SERVICE_UNAVAILABLE
                        : Response.Status.BAD_REQUEST);
    }

    private Response trouble(HttpHeaders request, String fault, String back, Response.Status status) {
        return pages.page(request, Templates.trouble(fault, back), status);
    }

    private static String back(OutsideAttempt attempt) {
        return attempt.userId() == null ? signIn(attempt.returnTo()) : SECURITY;
    }

    private static String signIn(String returnTo) {
        return "/sign-in?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    }
}
