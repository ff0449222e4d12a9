package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind an API key, and the limits that belong to it. What auth-service tells the gateway; holds nothing
 * secret.
 *
 * @param label the key's beginning and end, for people ({@code xr-Ab3…9fK2})
 * @param requestsPerMinute sustained rate, at least 1
 * @param concurrency generations at the same time, at least 1
 * @param expiresAt null when the key never expires
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyIdentity(
        @JsonProperty("key_id") String keyId,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("name") String name,
        @JsonProperty("label") String label,
        @JsonProperty("tier") String tier,
        @JsonProperty("requests_per_minute") int requestsPerMinute,
        @JsonProperty("concurrency") int concurrency,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("expires_at") @Nullable Instant expiresAt) {
    public KeyIdentity {
        if (requestsPerMinute < 1 || concurrency < 1) {
            throw new IllegalArgumentException("A key's limits are at least 1.");
        }
    }

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
