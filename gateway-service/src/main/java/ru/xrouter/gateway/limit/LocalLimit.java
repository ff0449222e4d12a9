package ru.xrouter.gateway.limit;

import ru.xrouter.gateway.limit.Grant.Verdict;

/**
 * One key's limits as this process alone can hold them: its share of the rate (GCRA, a burst as large as a minute's
 * worth) and of the concurrency. Counts running generations in either mode, so that losing Redis forgets none.
 */
final class LocalLimit {
    private static final long MINUTE_MICROS = 60_000_000;

    private long theoreticalArrival = Long.MIN_VALUE;
    private int running;

    synchronized Grant take(long nowMicros, int requestsPerMinute, int concurrency) {
        var interval = Math.ceilDiv(MINUTE_MICROS, requestsPerMinute);
        var full = interval * requestsPerMinute;
        var arrival = Math.max(theoreticalArrival, nowMicros);
        if (running >= concurrency) {
            return grant(Verdict.CONCURRENCY_EXCEEDED, requestsPerMinute, interval, full, arrival - nowMicros, 0);
        }
        var next = arrival + interval;
        if (next - nowMicros > full) {
            return grant(
                    Verdict.RATE_EXCEEDED,
                    requestsPerMinute,
                    interval,
                    full,
                    arrival - nowMicros,
                    next - nowMicros - full);
        }
        theoreticalArrival = next;
        running++;
        return grant(Verdict.ADMITTED, requestsPerMinute, interval, full, next - nowMicros, 0);
    }

    synchronized Grant look(long nowMicros, int requestsPerMinute) {
        var interval = Math.ceilDiv(MINUTE_MICROS, requestsPerMinute);
        var used = Math.max(theoreticalArrival, nowMicros) - nowMicros;
        return grant(Verdict.ADMITTED, requestsPerMinute, interval, interval * requestsPerMinute, used, 0);
    }

    /** A generation runs that Redis admitted. */
    synchronized void entered() {
        running++;
    }

    synchronized void left() {
        running--;
    }

    private static Grant grant(Verdict verdict, int limit, long interval, long full, long used, long retry) {
        return new Grant(verdict, limit, Math.max(0, (full - used) / interval), used, retry);
    }
}
