package ru.xrouter.router.health;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often a time was how long, in steps of 15 % from a millisecond to a quarter of an hour: of one size, however many times
 * it has seen. Not for several threads at once.
 */
final class Times {
    private static final int STEPS = 100;
    private static final double STEP = Math.log(1.15);

    private final long[] counts = new long[STEPS];
    private long all;

    void add(long millis) {
        add(step(millis), 1);
    }

    void add(Times other) {
        for (int i = 0; i < STEPS; i++) {
            counts[i] += other.counts[i];
        }
        all += other.all;
    }

    /** Steps beyond what there is are left out: another router may be of another release. */
    void add(Map<Integer, Long> steps) {
        steps.forEach((step, count) -> {
            if (step >= 0 && step < STEPS && count > 0) {
                add(step, count);
            }
        });
    }

    private void add(int step, long count) {
        counts[step] += count;
        all += count;
    }

    long count() {
        return all;
    }

    /** The time that this share of all did not exceed, to the next step; there must be one. */
    long percentile(double share) {
        var rank = Math.max(1, (long) Math.ceil(all * share));
        var seen = 0L;
        for (int i = 0; i < STEPS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.round(Math.exp(i * STEP));
            }
        }
        throw new IllegalStateException("Nothing was measured.");
    }

    /** The steps that were seen. */
    Map<Integer, Long> steps() {
        var steps = new TreeMap<Integer, Long>();
        for (int i = 0; i < STEPS; i++) {
            if (counts[i] > 0) {
                steps.put(i, counts[i]);
            }
        }
        return steps;
    }

    private static int step(long millis) {
        return millis <= 1 ? 0 : Math.min(STEPS - 1, (int) Math.ceil(Math.log((double) millis) / STEP));
    }
}
