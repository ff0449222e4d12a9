package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How much may be asked for with a key. All are at least 1; null means no such limit.
 *
 * @param concurrency generations at the same time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyLimits(
        @JsonProperty("requests_per_minute") int requestsPerMinute,
        @JsonProperty("requests_per_day") @Nullable Integer requestsPerDay,
        @JsonProperty("tokens_per_minute") @Nullable Integer tokensPerMinute,
        @JsonProperty("tokens_per_day") @Nullable Integer tokensPerDay,
        @JsonProperty("concurrency") int concurrency) {
    public KeyLimits {
        if (requestsPerMinute < 1
                || concurrency < 1
                || tooLow(requestsPerDay)
                || tooLow(tokensPerMinute)
                || tooLow(tokensPerDay)) {
            throw new IllegalArgumentException("A key's limits are at least 1.");
        }
    }

    /** Limits on requests per minute and concurrency alone. */
    public static KeyLimits of(int requestsPerMinute, int concurrency) {
        return new KeyLimits(requestsPerMinute, null, null, null, concurrency);
    }

    /** The higher limit of both in everything; no limit is the highest. */
    public KeyLimits orMore(KeyLimits other) {
        return new KeyLimits(
                Math.max(requestsPerMinute, other.requestsPerMinute),
                higher(requestsPerDay, other.requestsPerDay),
                higher(tokensPerMinute, other.tokensPerMinute),
                higher(tokensPerDay, other.tokensPerDay),
                Math.max(concurrency, other.concurrency));
    }

    private static @Nullable Integer higher(@Nullable Integer one, @Nullable Integer other) {
        return one == null || other == null ? null : Integer.valueOf(Math.max(one, other));
    }

    private static boolean tooLow(@Nullable Integer limit) {
        return limit != null && limit < 1;
    }
}
