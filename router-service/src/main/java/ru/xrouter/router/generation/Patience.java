package ru.xrouter.router.generation;

import io.vertx.core.Vertx;

/**
 * How long a generation may still take: in all, and until it next gives a sign of life. One timer for both, which is set
 * anew when it rings and not at every sign. Belongs to one event loop.
 */
final class Patience {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final long endsAt;
    private final Runnable whenOver;
    private Runnable whenSilent = () -> {};
    private long silenceMillis = Long.MAX_VALUE;
    private long silentSince;
    private long timer = NO_TIMER;
    private long ringsAt;

    Patience(Vertx vertx, long totalMillis, Runnable whenOver) {
        this.vertx = vertx;
        this.endsAt = now() + totalMillis;
        this.whenOver = whenOver;
    }

    /** From now on something must be heard every so often. */
    void expect(long everyMillis, Runnable otherwise) {
        silenceMillis = everyMillis;
        whenSilent = otherwise;
        heard();
        var next = next();
        if (timer == NO_TIMER || next < ringsAt) {
            ring(next);
        }
    }

    /** Something was heard. */
    void heard() {
        silentSince = now();
    }

    /** Nothing is expected for a while, as when the client does not read. */
    void relax() {
        silenceMillis = Long.MAX_VALUE;
    }

    void end() {
        vertx.cancelTimer(timer);
    }

    private long next() {
        return silenceMillis == Long.MAX_VALUE ? endsAt : Math.min(endsAt, silentSince + silenceMillis);
    }

    private void ring(long at) {
        vertx.cancelTimer(timer);
        ringsAt = at;
        timer = vertx.setTimer(Math.max(1, at - now()), _ -> rang());
    }

    private void rang() {
        timer = NO_TIMER;
        var now = now();
        if (now >= endsAt) {
            whenOver.run();
        } else if (now >= next()) {
            whenSilent.run();
        } else {
            ring(next());
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
