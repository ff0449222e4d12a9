package ru.xrouter.gateway.limit;

import org.jspecify.annotations.Nullable;

/**
 * What the limits said to one request. Times are in microseconds.
 *
 * @param refusedBy which rate refused it; null when none did
 * @param whose the limit that refused it; null when none did
 * @param limit the number of the limit that refused it
 * @param retryMicros a refused request that comes back after this is admitted by the rates, others alone aside
 * @param requests where the limits of requests stand, by the one that is nearest to its end; null when there are none
 * @param tokens where the limits of tokens stand; null when there are none
 */
record Grant(
        Verdict verdict,
        @Nullable Rate refusedBy,
        @Nullable String whose,
        long limit,
        long retryMicros,
        @Nullable Standing requests,
        @Nullable Standing tokens) {
    /** The same, said of a scope. */
    Grant of(Scope scope) {
        return verdict == Verdict.ADMITTED
                ? this
                : new Grant(verdict, refusedBy, scope.whose(), limit, retryMicros, requests, tokens);
    }

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
