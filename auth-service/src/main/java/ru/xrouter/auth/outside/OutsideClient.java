package ru.xrouter.auth.outside;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.outside.OutsideFault.Kind;

/** Our side of the authorization code flow with one provider: PKCE, state and nonce always; the messages and checks are Nimbus's. */
final class OutsideClient {
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration SILENT = Duration.ofSeconds(5);

    private final String id;
    private final OutsideConfig.Provider provider;
    private final URI callback;
    private final OutsideHttp http;
    private final OutsideDetails details;
    private final ReentrantLock discovering = new ReentrantLock();
    private volatile @Nullable Discovered discovered;
    private volatile Instant silentUntil = Instant.MIN;

    OutsideClient(String id, OutsideConfig.Provider provider, URI callback, OutsideHttp http) {
        this.id = id;
        this.provider = provider;
        this.callback = callback;
        this.http = http;
        this.details = new OutsideDetails(provider, http);
    }

    private record Discovered(OutsideEndpoints endpoints, Instant until) {}

    /** Where the person has to go. */
    URI departure(OutsideAttempt attempt) throws OutsideFault {
        var request = new AuthorizationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE), new ClientID(provider.clientId()))
                .endpointURI(endpoints().authorization())
                .redirectionURI(callback)
                .scope(new Scope(provider.scopes().toArray(String[]::new)))
                .state(attempt.state())
                .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256);
        if (openId()) {
            request.customParameter("nonce", attempt.nonce().getValue());
        }
        return request.build().toURI();
    }

    /** Who came back, from the query that the browser brought. */
    OutsidePerson arrival(OutsideAttempt attempt, String query, Map<String, String> parameters) throws OutsideFault {
        var endpoints = endpoints();
        var tokens = exchange(endpoints, attempt, code(endpoints, attempt, query), parameters);
        var access = tokens.getOIDCTokens().getBearerAccessToken();
        if (access == null) {
            throw new OutsideFault(Kind.UNTRUSTED, "There is no bearer token in the answer.");
        }
        if (!openId()) {
            return details.person(id, endpoints, access, null);
        }
        if (endpoints.idTokens() == null || tokens.getOIDCTokens().getIDToken() == null) {
            throw new OutsideFault(Kind.UNTRUSTED, "There is no ID token, or nothing to check it with.");
        }
        try {
            var token = tokens.getOIDCTokens().getIDToken();
            var claims = endpoints.idTokens().validate(token, attempt.nonce());
            var hash = claims.getStringClaim("at_hash");
            if (hash != null) {
                var algorithm =
                        JWSAlgorithm.parse(token.getHeader().getAlgorithm().getName());
                AccessTokenValidator.validate(access, algorithm, new AccessTokenHash(hash));
            }
            return details.person(id, endpoints, access, claims.toJSONObject());
        } catch (BadJOSEException | JOSEException | InvalidHashException e) {
            var unreachable = e.getCause() instanceof IOException || e instanceof KeySourceException;
            throw new OutsideFault(
                    unreachable ? Kind.UNREACHABLE : Kind.UNTRUSTED, "The ID token was refused: " + e.getMessage());
        }
    }

    private AuthorizationCode code(OutsideEndpoints endpoints, OutsideAttempt attempt, String query)
            throws OutsideFault {
        try {
            var response = AuthorizationResponse.parse(URI.create(callback + "?" + query));
            var issuer = response.getIssuer();
            // A mix-up: the answer of another server, brought to this provider's address.
            if (issuer == null
                    ? endpoints.namesItself()
                    : !issuer.getValue().equals(provider.issuer().toString())) {
                throw new OutsideFault(Kind.UNTRUSTED, "The answer is not this issuer's.");
            }
            if (!attempt.state().equals(response.getState())) {
                throw new OutsideFault(Kind.UNTRUSTED, "The state is another one.");
            }
            if (!response.indicatesSuccess()) {
                var error = response.toErrorResponse().getErrorObject();
                throw new OutsideFault(Kind.DENIED, "The provider answered " + error.getCode());
            }
            var code = response.toSuccessResponse().getAuthorizationCode();
            if (code == null) {
                throw new OutsideFault(Kind.UNTRUSTED, "The answer has no code.");
            }
            return code;
        } catch (ParseException | IllegalArgumentException e) {
            throw new OutsideFault(Kind.UNTRUSTED, "The answer cannot be read.");
        }
    }

    private OIDCTokenResponse exchange(
            OutsideEndpoints endpoints, OutsideAttempt attempt, AuthorizationCode code, Map<String, String> parameters)
            throws OutsideFault {
        var grant = new AuthorizationCodeGrant(code, callback, attempt.verifier());
        var client = new ClientID(provider.clientId());
        var secret = provider.clientSecret().map(Secret::new);
        var request = secret.isEmpty()
                ? new TokenRequest.Builder(endpoints.token(), client, grant)
                : new TokenRequest.Builder(
                        endpoints.token(),
                        "client_secret_post".equals(provider.clientAuthentication())
                                ? new ClientSecretPost(client, secret.get())
                                : new ClientSecretBasic(client, secret.get()),
                        grant);
        for (var name : provider.callbackParameters().orElse(List.of())) {
            var value = parameters.get(name);
            if (value != null) {
                request.customParameter(name, value);
            }
        }
        try {
            var sent = request.build().toHTTPRequest();
            HTTPResponse answer = sent.send(http);
            if (answer.getStatusCode() >= 500) {
                throw new OutsideFault(Kind.UNREACHABLE, "The exchange answered " + answer.getStatusCode());
            }
            var parsed = OIDCTokenResponseParser.parse(answer);
            if (!parsed.indicatesSuccess()) {
                var error = parsed.toErrorResponse().getErrorObject();
                throw new OutsideFault(Kind.UNTRUSTED, "The exchange answered " + error.getCode());
            }
            return (OIDCTokenResponse) parsed.toSuccessResponse();
        } catch (IOException e) {
            throw new OutsideFault(Kind.UNREACHABLE, "No exchange: " + e.getMessage());
        } catch (ParseException _) {
            // What the parser says may quote the answer, which holds tokens.
            throw new OutsideFault(Kind.UNTRUSTED, "The exchange's answer cannot be read.");
        }
    }

    private boolean openId() {
        return provider.scopes().contains("openid");
    }

    private OutsideEndpoints endpoints() throws OutsideFault {
        var known = discovered;
        if (known != null && known.until().isAfter(Instant.now())) {
            return known.endpoints();
        }
        discovering.lock();
        try {
            known = discovered;
            if (known == null || !known.until().isAfter(Instant.now())) {
                known = discover();
                discovered = known;
            }
            return known.endpoints();
        } finally {
            discovering.unlock();
        }
    }

    private Discovered discover() throws OutsideFault {
        if (provider.authorizationUrl().isPresent()) {
            return new Discovered(OutsideEndpoints.given(provider, http), Instant.MAX);
        }
        // Those who waited for a provider that does not answer are not made to wait one after the other.
        if (silentUntil.isAfter(Instant.now())) {
            throw new OutsideFault(Kind.UNREACHABLE, "It did not answer a moment ago.");
        }
        try {
            return new Discovered(
                    OutsideEndpoints.discovered(provider, http), Instant.now().plus(FRESH));
        } catch (OutsideFault e) {
            silentUntil = Instant.now().plus(SILENT);
            throw e;
        }
    }
}
