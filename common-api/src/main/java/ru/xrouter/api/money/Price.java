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
        return roundedUp(Math.addExact(prompt(usage), completion(usage)));
    }

    /**
     * The parts of a cost that was at most so much. Rounding and the bound take from the last parts, never from the sum:
     * it is {@link #costOf} or the bound, whichever is less.
     */
    public CostDetails detailsOf(Usage usage, Money most) {
        var fresh = fresh(usage);
        var prompt = prompt(usage);
        var reasoned = Math.addExact(prompt, Math.multiplyExact((long) usage.reasoningTokens(), completionPerMillion));
        var input = atMost(fresh, most);
        var withCached = atMost(prompt, most);
        var withReasoning = atMost(reasoned, most);
        var all = atMost(Math.addExact(prompt, completion(usage)), most);
        return new CostDetails(
                input, withCached.minus(input), withReasoning.minus(withCached), all.minus(withReasoning));
    }

    private long fresh(Usage usage) {
        return Math.multiplyExact((long) usage.promptTokens() - usage.cachedTokens(), promptPerMillion);
    }

    private long prompt(Usage usage) {
        return Math.addExact(fresh(usage), Math.multiplyExact((long) usage.cachedTokens(), cachedPerMillion));
    }

    private long completion(Usage usage) {
        return Math.multiplyExact((long) usage.completionTokens(), completionPerMillion);
    }

    private static Money atMost(long exact, Money most) {
        var cost = roundedUp(exact);
        return cost.compareTo(most) > 0 ? most : cost;
    }

    private static Money roundedUp(long exact) {
        return new Money(Math.ceilDiv(exact, TOKENS));
    }

    /** So much of each part of the price, rounded up. */
    public Price share(Percent share) {
        return new Price(
                share.shareOf(promptPerMillion),
                share.shareOf(cachedPerMillion),
                share.shareOf(completionPerMillion),
                validFrom);
    }

    /** The price with so much on top of each part, rounded up. */
    public Price with(Percent markup) {
        return new Price(
                markup.addedTo(promptPerMillion),
                markup.addedTo(cachedPerMillion),
                markup.addedTo(completionPerMillion),
                validFrom);
    }
}
