package ru.xrouter.api.money;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import ru.xrouter.api.usage.Usage;

/**
 * Price of a model in micro-roubles per million tokens, valid from a day on. Cached prompt tokens are part of the
 * prompt tokens and cost their own price. A cost is rounded up once, on the sum.
 */
public record Price(
        @JsonProperty("prompt_per_million") long promptPerMillion,
        @JsonProperty("cached_per_million") long cachedPerMillion,
        @JsonProperty("completion_per_million") long completionPerMillion,
        @JsonProperty("valid_from") LocalDate validFrom) {
    private static final long TOKENS = 1_000_000;

    public Price {
        if (promptPerMillion < 0 || cachedPerMillion < 0 || completionPerMillion < 0) {
            throw new IllegalArgumentException("A price is never negative.");
        }
    }

    public Money costOf(Usage usage) {
        var fresh = Math.multiplyExact((long) usage.promptTokens() - usage.cachedTokens(), promptPerMillion);
        var cached = Math.multiplyExact((long) usage.cachedTokens(), cachedPerMillion);
        var completion = Math.multiplyExact((long) usage.completionTokens(), completionPerMillion);
        return new Money(Math.ceilDiv(Math.addExact(Math.addExact(fresh, cached), completion), TOKENS));
    }
}
