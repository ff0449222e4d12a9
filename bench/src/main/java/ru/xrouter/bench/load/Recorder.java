package ru.xrouter.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Collects what happens inside the measured window. Belongs to the generator's event loop. */
final class Recorder {
    private static final long HIGHEST = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final long from;
    private final long to;
    private final Histogram latency = new Histogram(HIGHEST, DIGITS);
    private final Histogram firstChunk = new Histogram(HIGHEST, DIGITS);
    private final Histogram gap = new Histogram(HIGHEST, DIGITS);
    private long completed;
    private long failed;
    private long chunks;
    private int lastFailure;

    Recorder(long from, long to) {
        this.from = from;
        this.to = to;
    }

    void completed(long intendedAt, long now, int status, boolean good) {
        if (within(now)) {
            completed++;
        }
        if (!good) {
            failed(now, status);
        } else if (within(intendedAt)) {
            record(latency, now - intendedAt);
        }
    }

    void failed(long now, int status) {
        if (within(now)) {
            failed++;
            lastFailure = status;
        }
    }

    void firstChunk(long intendedAt, long now) {
        if (within(intendedAt)) {
            record(firstChunk, now - intendedAt);
        }
    }

    void chunks(long lastAt, long now, int count) {
        if (within(now)) {
            chunks += count;
            record(gap, now - lastAt);
        }
    }

    Measured measured(long unsent) {
        return new Measured(
                TimeUnit.NANOSECONDS.toMillis(to - from),
                completed,
                failed,
                lastFailure,
                unsent,
                chunks,
                latency,
                firstChunk,
                gap);
    }

    private boolean within(long at) {
        return at - from >= 0 && at - to < 0;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, HIGHEST));
    }
}
