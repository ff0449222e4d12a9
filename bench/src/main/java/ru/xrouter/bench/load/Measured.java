package ru.xrouter.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What the generator saw in one window.
 *
 * @param failed responses of another status than expected and broken connections
 * @param lastFailure the status of the last of them; 0 for a broken connection
 * @param unanswered requests that were due in the window and had no answer when the generator gave up waiting
 * @param chunks server-sent events
 * @param latency nanoseconds from the moment a request was due to the end of its answer
 * @param firstChunk nanoseconds from the moment a request was due to its first event
 * @param gap nanoseconds between the arrivals of events on one stream
 */
public record Measured(
        long windowMillis,
        long completed,
        long failed,
        int lastFailure,
        long unanswered,
        long chunks,
        Histogram latency,
        Histogram firstChunk,
        Histogram gap) {
    private static final double NANOS = 1e6;

    /** Completed requests a second. */
    public double rate() {
        return completed * 1000.0 / windowMillis;
    }

    /** Events a second. */
    public double chunkRate() {
        return chunks * 1000.0 / windowMillis;
    }

    /** A percentile in milliseconds. */
    public static double millis(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / NANOS;
    }
}
