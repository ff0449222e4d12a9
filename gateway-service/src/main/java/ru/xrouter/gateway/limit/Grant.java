package ru.xrouter.gateway.limit;

/**
 * What a limit said to one request. Times are in microseconds.
 *
 * @param limit requests a minute that were in force
 * @param remaining requests that may follow at once
 * @param resetMicros until all of the limit is free again
 * @param retryMicros a refused request that comes back after this is admitted by the rate, others alone aside
 */
record Grant(Verdict verdict, long limit, long remaining, long resetMicros, long retryMicros) {
    enum Verdict {
        ADMITTED,
        RATE_EXCEEDED,
        CONCURRENCY_EXCEEDED
    }
}
