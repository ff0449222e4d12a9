package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.page.SiteConfig;

/**
 * Reads authorization requests. Unless client and redirect address are beyond doubt, nobody is sent anywhere; everything else
 * that is wrong is told to the app.
 */
@Singleton
class AuthorizationRequests {
    private static final Pattern S256_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final ClientStore clients;
    private final Issuer issuer;

    AuthorizationRequests(ClientStore clients, SiteConfig site) {
        this.clients = clients;
        this.issuer = new Issuer(site.issuer());
    }

    /** What came of reading. */
    sealed interface Asked {
        record Good(AuthorizationRequest request, Client client, URI redirect, Set<String> scopes) implements Asked {}

        /** To be told to the app. */
        record Refused(URI to) implements Asked {}

        /** To be told to the person alone. */
        record Untrusted() implements Asked {}
    }

    Asked read(String query) {
        try {
            var request = AuthorizationRequest.parse(query);
            var client = client(request.getClientID(), request.getRedirectionURI());
            return client == null ? new Asked.Untrusted() : check(request, client);
        } catch (ParseException e) {
            var error = e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject();
            return client(e.getClientID(), e.getRedirectionURI()) == null
                    ? new Asked.Untrusted()
                    : refused(e.getRedirectionURI(), error, e.getState());
        }
    }

    /** The client, when it is known and may be answered there. */
    private @Nullable Client client(@Nullable ClientID id, @Nullable URI redirect) {
        if (id == null || redirect == null) {
            return null;
        }
        return clients.find(id.getValue())
                .filter(client -> client.redirectUris().stream()
                        .anyMatch(registered -> Redirects.matches(registered, redirect.toString())))
                .orElse(null);
    }

    private Asked check(AuthorizationRequest request, Client client) {
        var scopes = scopes(request, client);
        var error = fault(request);
        if (error == null && !client.scopes().containsAll(scopes)) {
            error = OAuth2Error.INVALID_SCOPE;
        }
        return error == null
                ? new Asked.Good(request, client, request.getRedirectionURI(), scopes)
                : refused(request, error);
    }

    private static @Nullable ErrorObject fault(AuthorizationRequest request) {
        if (request.specifiesRequestObject()) {
            return OAuth2Error.REQUEST_NOT_SUPPORTED;
        }
        if (!ResponseType.CODE.equals(request.getResponseType())) {
            return OAuth2Error.UNSUPPORTED_RESPONSE_TYPE;
        }
        if (request.getResponseMode() != null && !ResponseMode.QUERY.equals(request.getResponseMode())) {
            return OAuth2Error.INVALID_REQUEST.setDescription("response_mode must be query.");
        }
        if (request.getCodeChallenge() == null
                || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
                || !S256_CHALLENGE
                        .matcher(request.getCodeChallenge().getValue())
                        .matches()) {
            return OAuth2Error.INVALID_REQUEST.setDescription("PKCE with code_challenge_method S256 is required.");
        }
        return request.getResources() == null ? null : OAuth2Error.INVALID_TARGET;
    }

    private static Set<String> scopes(AuthorizationRequest request, Client client) {
        var asked = request.getScope();
        return asked == null || asked.isEmpty() ? client.scopes() : new HashSet<>(asked.toStringList());
    }

    Asked.Refused refused(AuthorizationRequest request, ErrorObject error) {
        return refused(request.getRedirectionURI(), error, request.getState());
    }

    private Asked.Refused refused(URI redirect, ErrorObject error, @Nullable State state) {
        return new Asked.Refused(
                new AuthorizationErrorResponse(redirect, error, state, issuer, ResponseMode.QUERY).toURI());
    }

    Issuer issuer() {
        return issuer;
    }
}
