package ru.xrouter.router.health;

/**
 * How a candidate, or a provider, did in the last minutes.
 *
 * @param answered attempts that brought an answer
 * @param failed attempts that failed by the provider's fault, or ours
 * @param firstToken of streamed answers, from the attempt's start to the first token
 * @param whole of other answers, from the attempt's start to the whole answer
 */
public record Figures(long answered, long failed, Latency firstToken, Latency whole, Throughput throughput) {
    static final Figures NOTHING = new Tally().figures();

    private static final int LEAST = 5;

    public long attempts() {
        return answered + failed;
    }

    /** Part of the attempts that failed; 0 without attempts. */
    public double errorRate() {
        return attempts() == 0 ? 0 : (double) failed / attempts();
    }

    /** Times in milliseconds, 0 where none were seen. */
    public record Latency(long count, long p50, long p95, long p99) {
        static Latency of(Times times) {
            return times.count() == 0
                    ? new Latency(0, 0, 0, 0)
                    : new Latency(times.count(), times.percentile(0.5), times.percentile(0.95), times.percentile(0.99));
        }

        /** Whether enough was seen to go by. */
        public boolean isKnown() {
            return count >= LEAST;
        }
    }

    /**
     * Tokens a second of the answer in the middle, from the first token where it was streamed. Not a sum, which one client that
     * reads slowly could spoil.
     */
    public record Throughput(long count, double tokensPerSecond) {
        /** Whether enough was seen to go by. */
        public boolean isKnown() {
            return count >= LEAST;
        }
    }
}
