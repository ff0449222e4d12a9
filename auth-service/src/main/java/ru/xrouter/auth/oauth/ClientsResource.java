package ru.xrouter.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.id.RandomIds;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** Registers and disables OAuth clients; for operators. */
@Path("/internal/oauth-clients")
class ClientsResource {
    private final Grants grants;
    private final ClientSecrets secrets;
    private final RandomIds ids;

    ClientsResource(Grants grants, ClientSecrets secrets, RandomIds ids) {
        this.grants = grants;
        this.secrets = secrets;
        this.ids = ids;
    }

    @POST
    @RunOnVirtualThread
    public Response register(@Context HttpServerRequest connection, @Nullable NewClient request) {
        var client = JsonBody.required(request).client(ids.next("app"));
        var secret = secrets.forMethod(client.authMethod());
        grants.register(client, secret, null, Instant.now(), ClientAddress.of(connection));
        return Response.status(Response.Status.CREATED)
                .entity(new Registered(client.clientId(), secret, client.name()))
                .build();
    }

    /** Takes the access of the client away for good. */
    @DELETE
    @Path("/{clientId}")
    @RunOnVirtualThread
    public void disable(@Context HttpServerRequest connection, @RestPath String clientId) {
        if (!grants.disableClient(clientId, ClientAddress.of(connection))) {
            throw new ApiErrorException(ApiError.notFound("No such client."));
        }
    }

    /** A client as registered; the secret is shown this once. */
    @RegisterForReflection
    record Registered(
            @JsonProperty("client_id") String clientId,
            @JsonProperty("client_secret") @Nullable String clientSecret,
            @JsonProperty("client_name") String name) {
        @Override
        public String toString() {
            return "Registered[%s]".formatted(clientId);
        }
    }

    /** What an operator writes to register a client; named as in RFC 7591. */
    record NewClient(
            @JsonProperty("client_name") @Nullable String name,

            @JsonProperty("token_endpoint_auth_method") @Nullable
            String authMethod,

            @JsonProperty("redirect_uris") @Nullable List<String> redirectUris,
            @JsonProperty("scope") @Nullable String scope,
            @JsonProperty("jwks") @Nullable String jwks,

            @JsonProperty("token_lifetime_seconds") @Nullable
            Long tokenLifetimeSeconds,

            @JsonProperty("grant_types") @Nullable List<String> grantTypes) {
        private static final Set<String> METHODS = Set.of("none", "client_secret_basic", "private_key_jwt");
        private static final String CODE = GrantType.AUTHORIZATION_CODE.getValue();
        private static final String DEVICE = DeviceCodeGrant.GRANT_TYPE.getValue();
        private static final Set<String> GRANTS = Set.of(CODE, DEVICE);
        private static final long YEAR = 365L * 24 * 60 * 60;
        private static final int LONGEST_NAME = 100;
        /** A name stands among our own words on the page that asks for consent, and must not break or turn them; what joins letters or emoji may be in it. */
        private static final Pattern UNSEEN =
                Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\u200C\\u200D]]");

        Client client(String clientId) {
            if (name == null
                    || name.isBlank()
                    || name.length() > LONGEST_NAME
                    || UNSEEN.matcher(name).find()) {
                throw invalid("client_name");
            }
            var method = Objects.requireNonNullElse(authMethod, "none");
            if (!METHODS.contains(method)) {
                throw invalid("token_endpoint_auth_method");
            }
            var grants = Objects.requireNonNullElse(grantTypes, List.of(CODE));
            if (grants.isEmpty() || !GRANTS.containsAll(grants)) {
                throw invalid("grant_types");
            }
            var redirects = Objects.requireNonNullElse(redirectUris, List.<String>of());
            if (redirects.isEmpty() == grants.contains(CODE)
                    || !redirects.stream().allMatch(Redirects::registrable)) {
                throw invalid("redirect_uris");
            }
            var scopes = new LinkedHashSet<>(
                    List.of(Objects.requireNonNullElse(scope, "inference").split(" ", -1)));
            if (scopes.stream().anyMatch(one -> Scope.named(one).isEmpty() && !OpenId.SCOPES.contains(one))) {
                throw invalid("scope");
            }
            var lifetime = Objects.requireNonNullElse(tokenLifetimeSeconds, YEAR);
            if (lifetime < 60 || lifetime > YEAR) {
                throw invalid("token_lifetime_seconds");
            }
            if (method.equals("private_key_jwt") != (jwks != null) || !readable(jwks)) {
                throw invalid("jwks");
            }
            return new Client(
                    clientId, name, method, null, jwks, redirects, scopes, lifetime, grants.contains(DEVICE), false);
        }

        private static boolean readable(@Nullable String jwks) {
            if (jwks == null) {
                return true;
            }
            try {
                var keys = JWKSet.parse(jwks).getKeys();
                return !keys.isEmpty() && keys.stream().noneMatch(JWK::isPrivate);
            } catch (ParseException _) {
                return false;
            }
        }

        private static InvalidParameterException invalid(String param) {
            return new InvalidParameterException(param, "invalid_value", "'%s' is not valid.".formatted(param));
        }
    }
}
