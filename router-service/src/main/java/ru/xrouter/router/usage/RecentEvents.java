package ru.xrouter.router.usage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The events that Redis took lately. Billing has settled them long before they are forgotten here, so that whatever a
 * Redis without its data has lost can be sent again.
 */
final class RecentEvents {
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 10_000;

    private final Deque<Sent> sent = new ArrayDeque<>();

    synchronized void taken(String event, long nowNanos) {
        sent.addLast(new Sent(event, nowNanos));
        while (sent.size() > MOST || nowNanos - sent.getFirst().nanos() > KEPT_NANOS) {
            sent.removeFirst();
        }
    }

    /** Oldest first. */
    synchronized List<String> all() {
        return sent.stream().map(Sent::event).toList();
    }

    private record Sent(String event, long nanos) {}
}
