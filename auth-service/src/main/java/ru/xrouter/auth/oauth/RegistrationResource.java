package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationErrorResponse;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;
import ru.xrouter.auth.page.ClientAddress;

/**
 * Apps register themselves (RFC 7591) where the operator lets them. Such an app can never manage keys, its tokens live
 * shorter, and the pages say that nobody has looked at its name.
 */
@Path("/register")
@Consumes(MediaType.APPLICATION_JSON)
class RegistrationResource {
    private static final Set<String> SCOPES =
            Set.of(Scope.INFERENCE.wireName(), Scope.USAGE_READ.wireName(), OpenId.SCOPE, OpenId.EMAIL);
    private static final int MOST_REDIRECTS = 10;
    private static final ErrorObject TOO_MANY =
            new ErrorObject("temporarily_unavailable", "Too many apps register. Try again later.", 429);

    private final ClientStore clients;
    private final ClientSecrets secrets;
    private final CodeGuesses guesses;
    private final RandomIds ids;
    private final RegistrationConfig config;

    RegistrationResource(
            ClientStore clients, ClientSecrets secrets, CodeGuesses guesses, RandomIds ids, RegistrationConfig config) {
        this.clients = clients;
        this.secrets = secrets;
        this.guesses = guesses;
        this.ids = ids;
        this.config = config;
    }

    @POST
    @RunOnVirtualThread
    public Response register(@Context HttpServerRequest connection, String body) {
        if (!config.enabled()) {
            throw new NotFoundException();
        }
        if (!guesses.permitted(Limit.REGISTRATIONS, ClientAddress.of(connection), config.perAddress())
                || clients.selfRegistered() >= config.most()) {
            return refused(TOO_MANY);
        }
        try {
            var metadata = ClientMetadata.parse(JSONObjectUtils.parse(body));
            metadata.applyDefaults();
            return registered(client(metadata), metadata);
        } catch (ParseException e) {
            return refused(
                    e.getErrorObject() == null || e.getErrorObject().getCode() == null
                            ? OAuth2Error.INVALID_REQUEST
                            : e.getErrorObject());
        } catch (InvalidParameterException e) {
            var redirects = "redirect_uris".equals(e.param());
            return refused(
                    (redirects ? RegistrationError.INVALID_REDIRECT_URI : RegistrationError.INVALID_CLIENT_METADATA)
                            .setDescription(String.valueOf(e.getMessage())));
        }
    }

    private Client client(ClientMetadata metadata) {
        var redirects = metadata.getRedirectionURIStrings() == null
                ? List.<String>of()
                : List.copyOf(metadata.getRedirectionURIStrings());
        var scopes = metadata.getScope() == null ? null : metadata.getScope().toString();
        var jwks = metadata.getJWKSet() == null ? null : metadata.getJWKSet().toString(true);
        var client = new ClientsResource.NewClient(
                        metadata.getName(),
                        metadata.getTokenEndpointAuthMethod().getValue(),
                        redirects,
                        scopes,
                        jwks,
                        config.tokenLifetime().toSeconds(),
                        metadata.getGrantTypes().stream()
                                .map(GrantType::getValue)
                                .toList())
                .client(ids.next("app"));
        if (!SCOPES.containsAll(client.scopes())) {
            throw new InvalidParameterException(
                    "scope", "invalid_value", "An app that registers itself cannot have this scope.");
        }
        if (redirects.size() > MOST_REDIRECTS) {
            throw new InvalidParameterException("redirect_uris", "invalid_value", "Too many redirect addresses.");
        }
        return client.ofItself();
    }

    private Response registered(Client client, ClientMetadata asked) {
        var now = Instant.now();
        var secret = secrets.forMethod(client.authMethod());
        clients.add(client, ClientSecrets.hash(secret), now);
        var metadata = new ClientMetadata();
        metadata.setName(client.name());
        metadata.setRedirectionURIs(asked.getRedirectionURIs());
        metadata.setScope(com.nimbusds.oauth2.sdk.Scope.parse(client.scopes()));
        metadata.setTokenEndpointAuthMethod(new ClientAuthenticationMethod(client.authMethod()));
        metadata.setJWKSet(asked.getJWKSet());
        metadata.setGrantTypes(
                client.device()
                        ? Set.of(GrantType.AUTHORIZATION_CODE, DeviceCodeGrant.GRANT_TYPE)
                        : Set.of(GrantType.AUTHORIZATION_CODE));
        var information = new ClientInformation(
                new ClientID(client.clientId()),
                Date.from(now),
                metadata,
                secret == null ? null : new Secret(Objects.requireNonNull(secret)));
        return Messages.response(new ClientInformationResponse(information, true).toHTTPResponse());
    }

    private static Response refused(@Nullable ErrorObject error) {
        return Messages.response(new ClientRegistrationErrorResponse(error).toHTTPResponse());
    }
}
