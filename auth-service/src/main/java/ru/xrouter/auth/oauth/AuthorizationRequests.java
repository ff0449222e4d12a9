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
import java.util.Optional;
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
    private final PushedRequests pushed;
    private final Issuer issuer;

    AuthorizationRequests(ClientStore clients, PushedRequests pushed, SiteConfig site) {
        this.clients = clients;
        this.pushed = pushed;
        this.issuer = new Issuer(site.issuer());
    }

    /** What came of reading. */
    sealed interface Asked {
        record Good(AuthorizationRequest request, Client client, URI redirect, Set<String> scopes) implements Asked {}

        /** To be told to the app. */
        record Refused(URI to, Client client) implements Asked {}

        /** To be told to the person alone. */
        record Untrusted() implements Asked {}
    }

    Asked read(String query) {
        try {
            var asked = AuthorizationRequest.parse(query);
            var request = asked.getRequestURI() == null ? asked : pushedBefore(asked);
            var client = client(request.getClientID(), request.getRedirectionURI());
            return client == null ? new Asked.Untrusted() : check(request, client);
        } catch (ParseException e) {
            var error = e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject();
            var client = client(e.getClientID(), e.getRedirectionURI());
            return client == null ? new Asked.Untrusted() : refused(e.getRedirectionURI(), client, error, e.getState());
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

    /** What the app pushed; without a redirect address, which nobody trusts, when it is decided, too old or another app's. */
    private AuthorizationRequest pushedBefore(AuthorizationRequest asked) throws ParseException {
        var query = asked.getClientID() == null
                ? Optional.<String>empty()
                : pushed.find(asked.getRequestURI(), asked.getClientID().getValue());
        return query.isPresent() ? AuthorizationRequest.parse(query.get()) : asked;
    }

    /** Whether the person's decision about a request counts: one about a pushed request does once. */
    boolean decide(String query) {
        try {
            var uri = AuthorizationRequest.parse(query).getRequestURI();
            return uri == null || pushed.decide(uri);
        } catch (ParseException _) {
            return false;
        }
    }

    private Asked check(AuthorizationRequest request, Client client) {
        var error = faultBeyondRedirect(request, client);
        return error == null
                ? new Asked.Good(request, client, request.getRedirectionURI(), scopes(request, client))
                : refused(request, client, error);
    }

    /** What is wrong with a request of a client that has proved itself; null when nothing is. */
    @Nullable
    ErrorObject fault(AuthorizationRequest request, Client client) {
        if (request.getRequestURI() != null) {
            return OAuth2Error.INVALID_REQUEST.setDescription("request_uri cannot be pushed.");
        }
        return client(request.getClientID(), request.getRedirectionURI()) == null
                ? OAuth2Error.INVALID_REQUEST.setDescription("redirect_uri is not registered.")
                : faultBeyondRedirect(request, client);
    }

    private static @Nullable ErrorObject faultBeyondRedirect(AuthorizationRequest request, Client client) {
        var error = fault(request);
        return error == null && !client.mayAskFor(scopes(request, client)) ? OAuth2Error.INVALID_SCOPE : error;
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
        if (request.getResources() != null) {
            return OAuth2Error.INVALID_TARGET;
        }
        var nonce = nonce(request);
        return nonce == null || nonce.length() <= OpenId.LONGEST_NONCE
                ? null
                : OAuth2Error.INVALID_REQUEST.setDescription("nonce is too long.");
    }

    private static Set<String> scopes(AuthorizationRequest request, Client client) {
        var asked = request.getScope();
        return asked == null || asked.isEmpty() ? client.usualScopes() : new HashSet<>(asked.toStringList());
    }

    /** The app's own mark, to be found in the ID token; null when it sent none. */
    static @Nullable String nonce(AuthorizationRequest request) {
        return first(request, "nonce");
    }

    /** How long ago the person may have signed in at most, in seconds; null when the app does not care. */
    static @Nullable Long maxAge(AuthorizationRequest request) {
        var text = first(request, "max_age");
        return text == null || !text.matches("[0-9]{1,9}") ? null : Long.valueOf(text);
    }

    private static @Nullable String first(AuthorizationRequest request, String name) {
        var values = request.getCustomParameter(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    Asked.Refused refused(AuthorizationRequest request, Client client, ErrorObject error) {
        return refused(request.getRedirectionURI(), client, error, request.getState());
    }

    private Asked.Refused refused(URI redirect, Client client, ErrorObject error, @Nullable State state) {
        return new Asked.Refused(
                new AuthorizationErrorResponse(redirect, error, state, issuer, ResponseMode.QUERY).toURI(), client);
    }

    Issuer issuer() {
        return issuer;
    }
}
