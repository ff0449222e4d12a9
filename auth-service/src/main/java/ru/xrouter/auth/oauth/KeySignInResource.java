package ru.xrouter.auth.oauth;

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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.auth.apikey.KeyCodes;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.Pages;
import ru.xrouter.auth.person.Entrance;
import ru.xrouter.auth.person.Sessions;

/**
 * {@code /auth?callback_url=…&code_challenge=…}: the sign-in of apps that were built for OpenRouter. They are not registered, so
 * the person is asked in the name of the host that they will be taken to. PKCE with S256 is not optional here.
 */
@Path("/auth")
class KeySignInResource {
    private static final Pattern S256_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> SCOPES = Set.of(Scope.INFERENCE.wireName(), Scope.USAGE_READ.wireName());

    private final KeyCodes codes;
    private final Sessions sessions;
    private final ConsentPage consents;
    private final Entrance entrance;
    private final AuditLog audit;

    KeySignInResource(KeyCodes codes, Sessions sessions, ConsentPage consents, Entrance entrance, AuditLog audit) {
        this.codes = codes;
        this.sessions = sessions;
        this.consents = consents;
        this.entrance = entrance;
        this.audit = audit;
    }

    /** What an app asked for, checked. */
    private record Asked(URI callback, String codeChallenge) {
        static Optional<Asked> read(String query) {
            var parameters = parameters(query);
            var callback = parameters.getOrDefault("callback_url", "");
            var challenge = parameters.getOrDefault("code_challenge", "");
            return Redirects.registrable(callback)
                            && S256_CHALLENGE.matcher(challenge).matches()
                            && "S256".equals(parameters.get("code_challenge_method"))
                    ? Optional.of(new Asked(URI.create(callback), challenge))
                    : Optional.empty();
        }

        String app() {
            return callback.getHost() == null ? callback.getScheme() : callback.getAuthority();
        }

        String with(String code) {
            return callback + (callback.getRawQuery() == null ? "?" : "&") + "code=" + code;
        }

        /** A parameter that stands twice counts as none. */
        private static Map<String, String> parameters(String query) {
            var parameters = new HashMap<String, String>();
            for (var pair : query.split("&", -1)) {
                var name = pair.substring(0, Math.max(0, pair.indexOf('=')));
                var value = decoded(pair.substring(pair.indexOf('=') + 1));
                parameters.merge(name, value, (_, _) -> "");
            }
            return parameters;
        }

        private static String decoded(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                return "";
            }
        }
    }

    @GET
    @RunOnVirtualThread
    public Response ask(@Context HttpHeaders request, @Context UriInfo uri) {
        var query = Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "");
        var asked = Asked.read(query);
        if (asked.isEmpty()) {
            return consents.untrusted(request);
        }
        return sessions.current(request)
                .map(signedIn -> consents.ask(request, consent(asked.get(), query), signedIn, ""))
                .orElseGet(() -> Entrance.signInFirst("/auth?" + query));
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
        var asked = Asked.read(given);
        if (asked.isEmpty() || signedIn.isEmpty()) {
            return consents.untrusted(request);
        }
        var person = signedIn.get().person();
        if (!"allow".equals(decision)) {
            audit.add(
                    ActKind.DENIED_APP,
                    person.accountId(),
                    person.userId(),
                    asked.get().app(),
                    ClientAddress.of(connection));
            return Pages.redirect("/account").build();
        }
        if (!person.mayGive(SCOPES)) {
            return entrance.notAllowed(request, signedIn.get());
        }
        var spending = Spending.read(cap, period, false);
        if (spending == null) {
            return consents.ask(request, consent(asked.get(), given), signedIn.get(), "badCap");
        }
        var app = asked.get().app();
        var code = codes.allow(
                Objects.requireNonNull(person.accountId()),
                person.userId(),
                app,
                asked.get().codeChallenge(),
                spending.micros(),
                spending.period());
        audit.add(ActKind.ALLOWED_KEY, person.accountId(), person.userId(), app, ClientAddress.of(connection));
        return Pages.redirect(asked.get().with(code)).build();
    }

    private static ConsentPage.Consent consent(Asked asked, String query) {
        return new ConsentPage.Consent(
                "/auth", query, asked.app(), false, SCOPES, ConsentPage.target(asked.callback()));
    }
}
