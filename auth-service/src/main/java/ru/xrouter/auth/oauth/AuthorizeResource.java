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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.oauth.AuthorizationRequests.Asked;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.FormOrigin;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;
import ru.xrouter.auth.person.SignedIn;

/** The authorization endpoint: asks the person, and sends the app a code or the reason why not. */
@Path("/authorize")
class AuthorizeResource {
    private static final long NEW_SECONDS = 60;
    /** So long a page that asks for consent may be read. */
    private static final long READING_SECONDS = 600;

    private final AuthorizationRequests requests;
    private final Grants grants;
    private final Sessions sessions;
    private final Entrance entrance;
    private final Pages pages;
    private final FormOrigin forms;
    private final RandomIds ids;

    AuthorizeResource(
            AuthorizationRequests requests,
            Grants grants,
            Sessions sessions,
            Entrance entrance,
            Pages pages,
            FormOrigin forms,
            RandomIds ids) {
        this.requests = requests;
        this.grants = grants;
        this.sessions = sessions;
        this.entrance = entrance;
        this.pages = pages;
        this.forms = forms;
        this.ids = ids;
    }

    /** The templates, checked when the service is built. */
    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance consent(Consent consent, String fault);

        static native TemplateInstance badRequest();

        static native TemplateInstance faultyRequest(String app, String to, String target);
    }

    /** What the person is asked. */
    public record Consent(
            String action,
            String query,
            String decider,
            String app,
            boolean selfRegistered,
            String account,
            Set<String> scopes,
            String target) {
        public boolean keys() {
            return scopes.contains(Scope.KEYS_MANAGE.wireName());
        }
    }

    @GET
    @RunOnVirtualThread
    public Response ask(@Context HttpHeaders request, @Context UriInfo uri) {
        var query = Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "");
        return switch (requests.read(query)) {
            case Asked.Untrusted _ -> untrusted(request);
            case Asked.Refused refused -> toldTheApp(request, refused);
            case Asked.Good good -> {
                var signedIn = sessions.current(request);
                if (silent(good)) {
                    var error = signedIn.isEmpty() ? OIDCError.LOGIN_REQUIRED : OIDCError.CONSENT_REQUIRED;
                    yield toldTheApp(request, requests.refused(good.request(), good.client(), error));
                }
                yield signedIn.isEmpty() || tooLongAgo(good, signedIn.get(), 0)
                        ? signInAgain(query)
                        : consent(request, good, query, signedIn.get(), "");
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
        forms.check(request);
        var asked = requests.read(Objects.requireNonNullElse(query, ""));
        var signedIn = sessions.current(request);
        if (!(asked instanceof Asked.Good good)
                || signedIn.isEmpty()
                || !signedIn.get().person().decider().equals(decider)) {
            return untrusted(request);
        }
        var allows = "allow".equals(decision);
        if (allows && !signedIn.get().person().mayGive(good.scopes())) {
            return entrance.notAllowed(request, signedIn.get());
        }
        if (allows && tooLongAgo(good, signedIn.get(), READING_SECONDS)) {
            return signInAgain(Objects.requireNonNull(query));
        }
        var spending = Spending.read(cap, period, good.scopes().contains(Scope.KEYS_MANAGE.wireName()));
        if (allows && spending == null) {
            return consent(request, good, Objects.requireNonNull(query), signedIn.get(), "badCap");
        }
        if (!requests.decide(Objects.requireNonNull(query))) {
            return untrusted(request);
        }
        if (!allows || spending == null) {
            grants.deny(good.client(), signedIn.get().person(), ClientAddress.of(connection));
            return Pages.redirect(requests.refused(good.request(), good.client(), OAuth2Error.ACCESS_DENIED)
                            .to()
                            .toString())
                    .build();
        }
        var person = signedIn.get().person();
        var grant = new Grant(
                ids.next("grant"),
                good.client().clientId(),
                good.client().name(),
                person.userId(),
                Objects.requireNonNull(person.accountId()),
                good.scopes(),
                spending.micros(),
                spending.period(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
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
                ? new OpenId.Authentication(
                        AuthorizationRequests.nonce(good.request()), grants.signedInAt(signedIn.sessionId()))
                : null;
    }

    private static Response signInAgain(String query) {
        return Pages.redirect("/sign-in?return_to=" + URLEncoder.encode("/authorize?" + query, StandardCharsets.UTF_8))
                .build();
    }

    /** Whether the app wants the person to have signed in later than they did; what is younger than a minute is new. */
    private boolean tooLongAgo(Asked.Good good, SignedIn signedIn, long longer) {
        var prompt = good.request().getPrompt();
        var maxAge = prompt != null && prompt.contains(Prompt.Type.LOGIN)
                ? Long.valueOf(0)
                : AuthorizationRequests.maxAge(good.request());
        return maxAge != null
                && grants.signedInAt(signedIn.sessionId())
                        .plusSeconds(Math.max(maxAge, NEW_SECONDS) + longer)
                        .isBefore(Instant.now());
    }

    private Response consent(HttpHeaders request, Asked.Good good, String query, SignedIn signedIn, String fault) {
        var person = signedIn.person();
        if (!person.mayGive(good.scopes())) {
            return entrance.notAllowed(request, signedIn);
        }
        var target = target(good.redirect());
        var consent = new Consent(
                "/authorize",
                query,
                person.decider(),
                good.client().name(),
                good.client().selfRegistered(),
                person.accountName(),
                good.scopes(),
                target);
        var status = fault.isEmpty() ? Response.Status.OK : Response.Status.BAD_REQUEST;
        return pages.page(request, Templates.consent(consent, fault), status, target);
    }

    /** Nobody is sent by themselves to where an app leads that nobody has checked (RFC 9700, 4.11.2). */
    private Response toldTheApp(HttpHeaders request, Asked.Refused refused) {
        var to = refused.to();
        return refused.client().selfRegistered()
                ? pages.page(
                        request,
                        Templates.faultyRequest(refused.client().name(), to.toString(), target(to)),
                        Response.Status.BAD_REQUEST)
                : Pages.redirect(to.toString()).build();
    }

    private Response untrusted(HttpHeaders request) {
        return pages.page(request, Templates.badRequest(), Response.Status.BAD_REQUEST);
    }

    private static boolean silent(Asked.Good good) {
        var prompt = good.request().getPrompt();
        return prompt != null && prompt.contains(Prompt.Type.NONE);
    }

    static String target(URI redirect) {
        return redirect.getHost() == null || !redirect.getScheme().startsWith("http")
                ? redirect.getScheme() + ":"
                : redirect.getScheme() + "://" + redirect.getAuthority();
    }
}
