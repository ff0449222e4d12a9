package ru.xrouter.router.peek;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request's {@code provider} object.
 *
 * @param order providers to try first, in this order
 * @param only when not empty, no others
 * @param ignore none of these
 * @param allowFallbacks whether providers beyond the wished ones may be tried
 * @param requireParameters whether every parameter of the request must be honoured
 * @param sort what the best candidate is best in; null leaves the catalogue's order
 * @param maxPromptPrice most micro-roubles per million prompt tokens
 * @param maxCompletionPrice most micro-roubles per million completion tokens
 * @param hedgeAfterMillis how long one candidate may be silent before the next is called beside it; null to wait for it alone
 */
public record ProviderWishes(
        List<String> order,
        List<String> only,
        List<String> ignore,
        boolean allowFallbacks,
        boolean requireParameters,
        @Nullable Sort sort,
        @Nullable Long maxPromptPrice,
        @Nullable Long maxCompletionPrice,
        @Nullable Integer hedgeAfterMillis) {
    /** The caller leaves it all to us. */
    public static final ProviderWishes NONE =
            new ProviderWishes(List.of(), List.of(), List.of(), true, false, null, null, null, null);

    /** What candidates can be ordered by. */
    public enum Sort {
        /** Cheapest first. */
        PRICE,
        /** Most tokens per second first. */
        THROUGHPUT,
        /** Whoever begins to answer soonest first. */
        LATENCY
    }
}
