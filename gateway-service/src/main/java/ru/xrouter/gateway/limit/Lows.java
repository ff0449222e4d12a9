package ru.xrouter.gateway.limit;

import java.util.ArrayList;
import java.util.List;

/**
 * How low the backlog of a limit (how far its theoretical arrival lies ahead) has been since things were taken of it. No more
 * is given back than that: the rest has run off meanwhile, and a burst could pass the limit. What {@code token-limits.lua} is in
 * Redis. Microseconds.
 */
final class Lows {
    private static final int MOST = 32;

    /** Both rise from one to the next; before the first the backlog has been nothing. */
    private List<Low> lows = List.of();

    private record Low(long since, long lowest) {
        Low atMost(long backlog) {
            return lowest <= backlog ? this : new Low(since, backlog);
        }
    }

    /** Something was taken of a backlog and made it larger. */
    void taken(long now, long before, long after) {
        var next = new ArrayList<Low>(lows.size() + 1);
        for (var low : lows) {
            var lowest = low.atMost(before);
            if (lowest.lowest > (next.isEmpty() ? 0 : next.getLast().lowest)) {
                next.add(lowest);
            }
        }
        if (next.size() == MOST) {
            // The second oldest counts as the oldest, which was lower.
            next.remove(1);
        }
        next.add(new Low(now, after));
        lows = next;
    }

    /** How much of what was taken at a moment can be given back, which it is then. */
    long givenBack(long since, long backlog, long back) {
        var lowest = lows.stream()
                .filter(low -> low.since <= since)
                .mapToLong(low -> Math.min(low.lowest, backlog))
                .max()
                .orElse(0);
        var given = Math.min(back, lowest);
        if (given > 0) {
            lows = lows.stream()
                    .map(low -> low.atMost(backlog))
                    .map(low -> low.since > since ? new Low(low.since, low.lowest - given) : low.atMost(lowest - given))
                    .toList();
        }
        return Math.max(0, given);
    }
}
