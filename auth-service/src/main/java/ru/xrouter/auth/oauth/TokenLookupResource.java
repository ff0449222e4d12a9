package ru.xrouter.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.auth.credential.ProviderCredentials;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.service.error.ApiErrorException;
import ru.xrouter.service.error.JsonBody;

/** The gateway's look-up of access tokens, whose signature it has checked, by their id. */
@Path("/internal/access-tokens/lookup")
class TokenLookupResource {
    private final Grants grants;
    private final ProviderCredentials credentials;
    private final AuthMetrics metrics;

    TokenLookupResource(Grants grants, ProviderCredentials credentials, AuthMetrics metrics) {
        this.grants = grants;
        this.credentials = credentials;
        this.metrics = metrics;
    }

    @POST
    @RunOnVirtualThread
    public KeyIdentity lookUp(@Nullable Lookup request) {
        var jti = Objects.requireNonNullElse(JsonBody.required(request).jti(), "");
        var found = grants.identity(jti);
        metrics.lookedUp(AuthMetrics.Credential.TOKEN, found.isPresent());
        return found.map(credentials::added)
                .orElseThrow(() -> new ApiErrorException(ApiError.notFound("No such access token.")));
    }

    /** Asks for the identity behind a token. */
    record Lookup(@JsonProperty("jti") @Nullable String jti) {}
}
