package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.Prompt;
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
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.oauth.AuthorizationRequests.Asked;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;
import ru.xrouter.auth.person.SignedIn;

/** The authorization endpoint: asks the person, and sends the app a code or the reason why not. */
@Path("/authorize")
class AuthorizeResource {
    private final AuthorizationRequests requests;
    private final FreshSignIn fresh;
    private final Grants grants;
    private final Sessions sessions;
    private final ConsentPage consents;
    private final Entrance entrance;
    private final Pages pages;
    private final RandomIds ids;

    AuthorizeResource(
            AuthorizationRequests requests,
            FreshSignIn fresh,
            Grants grants,
            Sessions sessions,
            ConsentPage consents,
            Entrance entrance,
            Pages pages,
            RandomIds ids) {
        this.requests = requests;
        this.fresh = fresh;
        this.grants = grants;
        this.sessions = sessions;
        this.consents = consents;
        this.entrance = entrance;
        this.pages = pages;
        this.ids = ids;
    }

    /** The template, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance faultyRequest(String app, String to, String target);
    }

    @GET
    @RunOnVirtualThread
    public Response ask(@Context HttpHeaders request, @Context UriInfo uri) {
        var query = Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "");
        return switch (requests.read(query)) {
            case Asked.Untrusted _ -> consents.untrusted(request);
            case Asked.Refused refused -> toldTheApp(request, refused);
            case Asked.Good good -> {
                var now = Instant.now();
                var signedIn = sessions.current(request).filter(person -> signedInLately(good, query, person, now));
                if (silent(good)) {
                    var error = signedIn.isEmpty() ? OIDCError.LOGIN_REQUIRED : OIDCError.CONSENT_REQUIRED;
                    yield toldTheApp(request, requests.refused(good.request(), good.client(), error));
                }
                yield signedIn.map(person -> consents.ask(
                                request, consent(good, fresh.goingOn(good.request(), query, now)), person, ""))
                        .orElseGet(() -> signIn(good, query, now));
            }
        };
    }

    @POST
    @RunOnVirtualThread
    public Response decide(
            @Context HttpHeaders request,
            @Context HttpServerRequest connection,
            @RestForm @Nullable String query,
            @RestForm("user") @Nullable String decider,
            @RestForm @Nullable String decision,
            @RestForm @Nullable String cap,
            @RestForm @Nullable String period) {
        var signedIn = consents.decider(request, decider);
        var given = Objects.requireNonNullElse(query, "");
        if (!(requests.read(given) instanceof Asked.Good good) || signedIn.isEmpty()) {
            return consents.untrusted(request);
        }
        var person = signedIn.get().person();
        var allows = "allow".equals(decision);
        if (allows && !person.mayGive(good.scopes())) {
            return entrance.notAllowed(request, signedIn.get());
        }
        var now = Instant.now();
        if (allows && !signedInLately(good, given, signedIn.get(), now)) {
            return signIn(good, given, now);
        }
        var spending = Spending.read(cap, period, good.scopes().contains(Scope.KEYS_MANAGE.wireName()));
        if (allows && spending == null) {
            return consents.ask(request, consent(good, given), signedIn.get(), "badCap");
        }
        if (!requests.decide(given)) {
            return consents.untrusted(request);
        }
        if (!allows || spending == null) {
            grants.deny(good.client(), person, ClientAddress.of(connection));
            return Pages.redirect(requests.refused(good.request(), good.client(), OAuth2Error.ACCESS_DENIED)
                            .to()
                            .toString())
                    .build();
        }
        var grant = new Grant(
                ids.next("grant"),
                good.client().clientId(),
                good.client().name(),
                person.userId(),
                Objects.requireNonNull(person.accountId()),
                good.scopes(),
                spending.micros(),
                spending.period(),
                now.truncatedTo(ChronoUnit.MICROS));
        var code = grants.allow(
                grant,
                good.redirect().toString(),
                Objects.requireNonNull(good.request().getCodeChallenge()),
                authentication(good, signedIn.get()),
                ClientAddress.of(connection));
        var answer = new AuthorizationSuccessResponse(
                good.redirect(), code, null, good.request().getState(), requests.issuer(), ResponseMode.QUERY);
        return Pages.redirect(answer.toURI().toString()).build();
    }

    private OpenId.@Nullable Authentication authentication(Asked.Good good, SignedIn signedIn) {
        return good.scopes().contains(OpenId.SCOPE)
                ? new OpenId.Authentication(AuthorizationRequests.nonce(good.request()), signedIn.signedInAt())
                : null;
    }

    private boolean signedInLately(Asked.Good good, String query, SignedIn signedIn, Instant now) {
        return fresh.serves(good.request(), query, signedIn.signedInAt(), now);
    }

    private Response signIn(Asked.Good good, String query, Instant now) {
        return Entrance.signInFirst("/authorize?" + fresh.beginning(good.request(), query, now));
    }

    private static ConsentPage.Consent consent(Asked.Good good, String query) {
        return new ConsentPage.Consent(
                "/authorize",
                query,
                good.client().name(),
                good.client().selfRegistered(),
                good.scopes(),
                ConsentPage.target(good.redirect()));
    }

    /** Nobody is sent by themselves to where an app leads that nobody has checked (RFC 9700, 4.11.2). */
    private Response toldTheApp(HttpHeaders request, Asked.Refused refused) {
        var to = refused.to();
        return refused.client().selfRegistered()
                ? pages.page(
                        request,
                        Templates.faultyRequest(refused.client().name(), to.toString(), ConsentPage.target(to)),
                        Response.Status.BAD_REQUEST)
                : Pages.redirect(to.toString()).build();
    }

    private static boolean silent(Asked.Good good) {
        var prompt = good.request().getPrompt();
        return prompt != null && prompt.contains(Prompt.Type.NONE);
    }
}
