package ru.xrouter.router.usage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private List<String> unsaved = new ArrayList<>();

    synchronized void taken(String event, long nowNanos) {
        sent.addLast(new Sent(event, nowNanos));
        if (unsaved.size() < MOST) {
            unsaved.add(event);
        }
        while (sent.size() > MOST || nowNanos - sent.getFirst().nanos() > KEPT_NANOS) {
            sent.removeFirst();
        }
    }

    /** Those that were not asked for by this before. */
    synchronized List<String> takeUnsaved() {
        var all = unsaved;
        unsaved = new ArrayList<>();
        return all;
    }

    /** Forgets them: who sends them again tells of it anew. Oldest first. */
    synchronized List<String> takeAll() {
        var all = sent.stream().map(Sent::event).toList();
        sent.clear();
        return all;
    }

    private record Sent(String event, long nanos) {}
}
