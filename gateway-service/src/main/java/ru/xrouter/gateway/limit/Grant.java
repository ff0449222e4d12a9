package ru.xrouter.gateway.limit;

import org.jspecify.annotations.Nullable;

/**
 * What the limits said to one request. Times are in microseconds.
 *
 * @param refusedBy which rate refused it; null when none did
 * @param ofAccount whether the limit that refused it is the account's, else it is the key's
 * @param limit the number of the limit that refused it
 * @param retryMicros a refused request that comes back after this is admitted by the rates, others alone aside
 * @param requests where the limits of requests stand, by the one that is nearest to its end
 * @param tokens where the limits of tokens stand; null when there are none
 */
record Grant(
        Verdict verdict,
        @Nullable Rate refusedBy,
        boolean ofAccount,
        long limit,
        long retryMicros,
        Standing requests,
        @Nullable Standing tokens) {
    enum Verdict {
        ADMITTED,
        RATE_EXCEEDED,
        CONCURRENCY_EXCEEDED,
        /** The one request asks for more tokens than the limit ever has. */
        TOO_MANY_TOKENS
    }

    /**
     * Where a limit stands.
     *
     * @param remaining so many may follow at once
     * @param resetMicros until all of the limit is free again
     */
    record Standing(long limit, long remaining, long resetMicros) {
        /** The one that is nearer to its end. */
        static @Nullable Standing nearer(@Nullable Standing one, @Nullable Standing other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return other.remaining < one.remaining ? other : one;
        }
    }
}
