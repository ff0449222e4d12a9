package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/** What an operator writes to make an API key; limits left out are the tier's. */
record NewApiKey(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("tier") @Nullable String tier,
        @JsonProperty("requests_per_minute") @Nullable Integer requestsPerMinute,
        @JsonProperty("concurrency") @Nullable Integer concurrency,
        @JsonProperty("expires_at") @Nullable Instant expiresAt) {
    private static final int LONGEST_NAME = 200;
    private static final int HIGHEST_LIMIT = 1_000_000;

    /** Throws an {@link InvalidParameterException} that names the first parameter at fault. */
    void check(Instant now) {
        checkedName();
        checkLimit("requests_per_minute", requestsPerMinute);
        checkLimit("concurrency", concurrency);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw invalid("expires_at", "'expires_at' must be in the future.");
        }
    }

    String checkedName() {
        if (name == null || name.isBlank()) {
            throw new InvalidParameterException(
                    "name", "missing_required_parameter", "Missing required parameter: 'name'.");
        }
        if (name.length() > LONGEST_NAME) {
            throw invalid("name", "'name' must have at most %d characters.".formatted(LONGEST_NAME));
        }
        return name;
    }

    private static void checkLimit(String param, @Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > HIGHEST_LIMIT)) {
            throw invalid(param, "'%s' must be between 1 and %d.".formatted(param, HIGHEST_LIMIT));
        }
    }

    private static InvalidParameterException invalid(String param, String message) {
        return new InvalidParameterException(param, "invalid_value", message);
    }
}
