package ru.xrouter.gateway.limit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ru.xrouter.gateway.limit.Grant.Standing;
import ru.xrouter.gateway.limit.Grant.Verdict;

/**
 * The limits of one key, account or model as this process alone can hold them (GCRA; a whole limit's worth may come at once).
 * Counts running generations in either mode, so that losing Redis forgets none.
 */
final class LocalLimit {
    private static final Rate[] RATES = Rate.values();

    private final long[] arrivals = new long[RATES.length];
    private final Lows[] lows = new Lows[RATES.length];
    private int running;

    LocalLimit() {
        Arrays.fill(arrivals, Long.MIN_VALUE);
        Arrays.setAll(lows, _ -> new Lows());
    }

    /**
     * Takes one request, its tokens and a place among the running ones, or nothing of them. More tokens than the share has are let in
     * when nothing of it is used, and use it for as much longer.
     *
     * @param limits this process's share of the whole
     */
    synchronized Grant take(long nowMicros, Bounds limits, Bounds whole, long tokens) {
        Rate exceeded = null;
        var wait = 0L;
        for (var rate : RATES) {
            var limit = rate.of(limits);
            if (limit > 0) {
                if (rate.micros(number(rate, tokens), rate.of(whole)) > rate.ahead(rate.of(whole))) {
                    return grant(Verdict.TOO_MANY_TOKENS, rate, rate.of(whole), 0, nowMicros, limits);
                }
                var most = Math.max(rate.ahead(limit), rate.micros(number(rate, tokens), limit));
                var beyond = after(rate, nowMicros, tokens, limit) - nowMicros - most;
                if (beyond > wait) {
                    exceeded = rate;
                    wait = beyond;
                }
            }
        }
        if (exceeded != null) {
            return grant(Verdict.RATE_EXCEEDED, exceeded, exceeded.of(limits), wait, nowMicros, limits);
        }
        if (limits.concurrency() > 0 && running >= limits.concurrency()) {
            return grant(Verdict.CONCURRENCY_EXCEEDED, null, limits.concurrency(), 0, nowMicros, limits);
        }
        move(nowMicros, limits, tokens);
        running++;
        return grant(Verdict.ADMITTED, null, 0, 0, nowMicros, limits);
    }

    private void move(long nowMicros, Bounds limits, long tokens) {
        for (var rate : RATES) {
            var limit = rate.of(limits);
            if (limit > 0) {
                var after = after(rate, nowMicros, tokens, limit);
                lows[rate.place()].taken(nowMicros, ahead(rate, nowMicros), after - nowMicros);
                arrivals[rate.place()] = after;
            }
        }
    }

    /** Takes without asking whether it may. */
    synchronized void use(long nowMicros, Bounds limits, long tokens) {
        move(nowMicros, limits, tokens);
    }

    /** By how much a rate's theoretical arrival lies ahead. */
    synchronized long ahead(Rate rate, long nowMicros) {
        return Math.max(arrivals[rate.place()], nowMicros) - nowMicros;
    }

    /** Gives back what {@link #take} took just now. */
    synchronized void giveBack(long nowMicros, Bounds limits, long tokens) {
        giveBack(nowMicros, nowMicros, limits, 1, tokens);
        running--;
    }

    /** Gives back tokens that were taken at a moment, as far as they have not run off. */
    synchronized void giveBackTokens(long nowMicros, long since, Bounds limits, long tokens) {
        giveBack(nowMicros, since, limits, 0, tokens);
    }

    private void giveBack(long nowMicros, long since, Bounds limits, long requests, long tokens) {
        for (var rate : RATES) {
            var limit = rate.of(limits);
            if (limit > 0) {
                var back = rate.micros(rate.ofTokens() ? tokens : requests, limit);
                arrivals[rate.place()] -= lows[rate.place()].givenBack(since, ahead(rate, nowMicros), back);
            }
        }
    }

    synchronized Grant look(long nowMicros, Bounds limits) {
        return grant(Verdict.ADMITTED, null, 0, 0, nowMicros, limits);
    }

    /** A generation runs that Redis admitted. */
    synchronized void entered() {
        running++;
    }

    synchronized void left() {
        // It may have come when this was not remembered yet.
        running = Math.max(0, running - 1);
    }

    private long after(Rate rate, long nowMicros, long tokens, int limit) {
        return Math.max(arrivals[rate.place()], nowMicros) + rate.micros(number(rate, tokens), limit);
    }

    private static long number(Rate rate, long tokens) {
        return rate.ofTokens() ? tokens : 1;
    }

    private Grant grant(Verdict verdict, @Nullable Rate by, long limit, long retry, long nowMicros, Bounds limits) {
        Standing requests = null;
        Standing tokens = null;
        for (var rate : RATES) {
            var number = rate.of(limits);
            if (number > 0) {
                var ahead = Math.max(arrivals[rate.place()], nowMicros) - nowMicros;
                var standing = new Standing(number, rate.remaining(ahead, number), ahead);
                if (rate.ofTokens()) {
                    tokens = Standing.nearer(tokens, standing);
                } else {
                    requests = Standing.nearer(requests, standing);
                }
            }
        }
        return new Grant(verdict, by, null, limit, retry, requests, tokens);
    }
}
