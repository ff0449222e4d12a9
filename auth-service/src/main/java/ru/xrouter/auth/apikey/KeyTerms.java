package ru.xrouter.auth.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.Scope;

/**
 * What the maker of a key decides about it, in the public API's words. Limits left out are the tier's, models and addresses
 * left out are all.
 *
 * @param limit spending cap in roubles
 * @param limitReset {@code daily}, {@code monthly}, or null for a cap on all that is ever spent
 * @param tier for operators alone
 */
record KeyTerms(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("disabled") @Nullable Boolean disabled,
        @JsonProperty("scopes") @Nullable List<String> scopes,
        @JsonProperty("models") @Nullable List<String> models,
        @JsonProperty("addresses") @Nullable List<String> addresses,
        @JsonProperty("requests_per_minute") @Nullable Integer requestsPerMinute,
        @JsonProperty("requests_per_day") @Nullable Integer requestsPerDay,
        @JsonProperty("tokens_per_minute") @Nullable Integer tokensPerMinute,
        @JsonProperty("tokens_per_day") @Nullable Integer tokensPerDay,
        @JsonProperty("concurrency") @Nullable Integer concurrency,
        @JsonProperty("limit") @Nullable BigDecimal limit,
        @JsonProperty("limit_reset") @Nullable String limitReset,
        @JsonProperty("expires_at") @Nullable Instant expiresAt,
        @JsonProperty("tier") @Nullable String tier) {
    static final List<String> DEFAULT_SCOPES = List.of(Scope.INFERENCE.wireName(), Scope.USAGE_READ.wireName());

    boolean managesKeys() {
        return scopes != null && scopes.contains(Scope.KEYS_MANAGE.wireName());
    }

    boolean sameLimits(KeyTerms other) {
        return Objects.equals(requestsPerMinute, other.requestsPerMinute)
                && Objects.equals(requestsPerDay, other.requestsPerDay)
                && Objects.equals(tokensPerMinute, other.tokensPerMinute)
                && Objects.equals(tokensPerDay, other.tokensPerDay)
                && Objects.equals(concurrency, other.concurrency);
    }

    KeyTerms withDisabled(boolean off) {
        return new KeyTerms(
                name,
                off,
                scopes,
                models,
                addresses,
                requestsPerMinute,
                requestsPerDay,
                tokensPerMinute,
                tokensPerDay,
                concurrency,
                limit,
                limitReset,
                expiresAt,
                tier);
    }

    /** Whether the key may do less than its account may; such a key must not make others. */
    boolean restricted() {
        return limit != null || listed(models) || listed(addresses);
    }

    private static boolean listed(@Nullable List<String> values) {
        return values != null && !values.isEmpty();
    }
}
