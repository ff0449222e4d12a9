package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as its account sees it; OpenRouter calls its id {@code hash}.
 *
 * @param madeBy the key, grant or user that made it; null: an operator
 */
record KeyDescription(
        @JsonProperty("id") String keyId,
        @JsonProperty("label") String label,
        @JsonUnwrapped KeyTerms terms,
        @JsonProperty("made_by") @Nullable String madeBy,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("last_used_at") @Nullable Instant lastUsedAt,
        @JsonProperty("revoked_at") @Nullable Instant revokedAt) {
    @JsonProperty("hash")
    String hash() {
        return keyId;
    }
}
