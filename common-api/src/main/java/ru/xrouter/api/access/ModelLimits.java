package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How much all keys of an account together may ask of one model. All are at least 1; null means no such limit.
 *
 * @param model id or alias, as the catalogue knows it; a limit of an alias counts what is asked under that name
 * @param concurrency generations at the same time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelLimits(
        @JsonProperty("model") String model,
        @JsonProperty("requests_per_minute") @Nullable Integer requestsPerMinute,
        @JsonProperty("requests_per_day") @Nullable Integer requestsPerDay,
        @JsonProperty("tokens_per_minute") @Nullable Integer tokensPerMinute,
        @JsonProperty("tokens_per_day") @Nullable Integer tokensPerDay,
        @JsonProperty("concurrency") @Nullable Integer concurrency) {
    public ModelLimits {
        if (tooLow(requestsPerMinute)
                || tooLow(requestsPerDay)
                || tooLow(tokensPerMinute)
                || tooLow(tokensPerDay)
                || tooLow(concurrency)) {
            throw new IllegalArgumentException("A model's limits are at least 1.");
        }
    }

    private static boolean tooLow(@Nullable Integer limit) {
        return limit != null && limit < 1;
    }
}
