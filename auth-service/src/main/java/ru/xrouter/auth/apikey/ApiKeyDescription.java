package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;

/** A key in its account's list. */
record ApiKeyDescription(
        @JsonUnwrapped KeyIdentity identity,
        @JsonProperty("last_used_at") @Nullable Instant lastUsedAt,
        @JsonProperty("revoked_at") @Nullable Instant revokedAt) {
    static ApiKeyDescription of(ApiKey key) {
        return new ApiKeyDescription(key.identity(), key.lastUsedAt(), key.revokedAt());
    }
}
