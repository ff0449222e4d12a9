package ru.xrouter.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.secret.Hashes;

/**
 * An app that registered itself looks at its registration, changes or removes it (RFC 7592), by the registration access token that it was given then.
 * How it authenticates stays as it is; what it was allowed stays until it removes itself.
 */
@Path("/register/{clientId}")
class RegistrationManagementResource {
    /** What the server alone says (RFC 7592, 2.2). */
    private static final Set<String> NOT_THE_APPS_TO_SAY = Set.of(
            "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at");

    private static final String BEARER = "Bearer ";
    private static final int LONGEST_BODY = 64 * 1024;

    private final ClientStore clients;
    private final Grants grants;
    private final SelfRegistration registration;
    private final RegistrationConfig config;

    RegistrationManagementResource(
            ClientStore clients, Grants grants, SelfRegistration registration, RegistrationConfig config) {
        this.clients = clients;
        this.grants = grants;
        this.registration = registration;
        this.config = config;
    }

    @GET
    @RunOnVirtualThread
    public Response show(
            @RestPath String clientId, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return by(clientId, authorization, this::information);
    }

    /** Replaces what the app says of itself. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response change(
            @RestPath String clientId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context HttpServerRequest connection,
            String body) {
        return by(clientId, authorization, (registered, token) -> {
            if (body.length() > LONGEST_BODY) {
                return RegistrationResource.refused(RegistrationError.INVALID_CLIENT_METADATA);
            }
            try {
                var json = JSONObjectUtils.parse(body);
                checkIdentity(registered.client(), json);
                json.remove("client_id");
                json.remove("client_secret");
                var metadata = ClientMetadata.parse(json);
                metadata.applyDefaults();
                var changed = registration.client(clientId, metadata);
                if (!changed.authMethod().equals(registered.client().authMethod())) {
                    throw new InvalidParameterException(
                            "token_endpoint_auth_method",
                            "invalid_value",
                            "How an app authenticates cannot be changed; register another one.");
                }
                return grants.changeClient(changed, ClientAddress.of(connection))
                        ? information(new ClientStore.Registered(changed, registered.since()), token)
                        : unauthorized();
            } catch (ParseException e) {
                return RegistrationResource.refused(Messages.known(e.getErrorObject()));
            } catch (InvalidParameterException e) {
                return RegistrationResource.refused(SelfRegistration.error(e));
            }
        });
    }

    /** Removes the app; all that people allowed it ends. */
    @DELETE
    @RunOnVirtualThread
    public Response remove(
            @RestPath String clientId,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context HttpServerRequest connection) {
        return by(
                clientId,
                authorization,
                (registered, token) -> grants.removeClient(clientId, ClientAddress.of(connection))
                        ? Response.noContent()
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build()
                        : unauthorized());
    }

    private Response by(
            String clientId, @Nullable String authorization, BiFunction<ClientStore.Registered, String, Response> act) {
        if (!config.enabled()) {
            throw new NotFoundException();
        }
        var token = Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip())
                .filter(secret -> !secret.isEmpty());
        // Nobody learns whether there is such an app: its id and the token are right together, or nothing is.
        return token.flatMap(secret -> clients.registered(clientId, Hashes.sha256(secret)))
                .map(registered -> act.apply(registered, token.orElseThrow()))
                .orElseGet(RegistrationManagementResource::unauthorized);
    }

    private static void checkIdentity(Client client, Map<String, Object> json) {
        for (var name : NOT_THE_APPS_TO_SAY) {
            if (json.containsKey(name)) {
                throw new InvalidParameterException(
                        name, "invalid_value", "'%s' is not the app's to say.".formatted(name));
            }
        }
        if (!client.clientId().equals(json.get("client_id"))) {
            throw new InvalidParameterException("client_id", "invalid_value", "'client_id' must be the app's own.");
        }
        var secret = json.get("client_secret");
        if (secret != null && !matches(client, Objects.toString(secret))) {
            throw new InvalidParameterException("client_secret", "invalid_value", "An app does not choose its secret.");
        }
    }

    private static boolean matches(Client client, String secret) {
        return client.secret() != null && client.secret().matches(Hashes.sha256(secret));
    }

    private Response information(ClientStore.Registered registered, String token) {
        var information = registration.information(registered.client(), registered.since(), null, token);
        return Messages.response(new ClientInformationResponse(information, false).toHTTPResponse());
    }

    private static Response unauthorized() {
        return Response.status(Response.Status.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, BearerTokenError.INVALID_TOKEN.toWWWAuthenticateHeader())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
