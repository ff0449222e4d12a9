package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.credential.ProviderCredentials;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** API keys by themselves: the gateway's look-up and revocation. */
@Path("/internal/api-keys")
class ApiKeysResource {
    private final ApiKeys keys;
    private final ProviderCredentials credentials;
    private final AuthMetrics metrics;

    ApiKeysResource(ApiKeys keys, ProviderCredentials credentials, AuthMetrics metrics) {
        this.keys = keys;
        this.credentials = credentials;
        this.metrics = metrics;
    }

    @POST
    @Path("/lookup")
    @RunOnVirtualThread
    public KeyIdentity lookUp(@Nullable Lookup request) {
        var found = keys.lookUp(JsonBody.required(request).checkedDigest());
        metrics.lookedUp(AuthMetrics.Credential.KEY, found.isPresent());
        return found.map(credentials::added).orElseThrow(ApiKeysResource::unknown);
    }

    @DELETE
    @Path("/{keyId}")
    @RunOnVirtualThread
    public void revoke(@Context HttpServerRequest connection, @RestPath String keyId) {
        if (!keys.revoke(keyId, new Maker.Operator(ClientAddress.ofCaller(connection)))) {
            throw unknown();
        }
    }

    private static ApiErrorException unknown() {
        return new ApiErrorException(ApiError.notFound("No such API key."));
    }

    /** Asks for the identity behind a key without naming the key. */
    record Lookup(@JsonProperty("digest") @Nullable String digest) {
        private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

        String checkedDigest() {
            if (digest == null || !SHA_256.matcher(digest).matches()) {
                throw new InvalidParameterException(
                        "digest", "invalid_value", "'digest' must be the key's SHA-256 in lower-case hex.");
            }
            return digest;
        }
    }
}
