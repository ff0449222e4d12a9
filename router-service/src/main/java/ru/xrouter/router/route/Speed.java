package ru.xrouter.router.route;

import java.util.Comparator;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.health.Figures;
import ru.xrouter.router.health.Health;

/**
 * Orders candidates by what was measured of them in the last minutes. Those that were hardly called come first, since nobody
 * would ever know how fast they are otherwise; those that were called and hardly answer come last. Equals stay in the order
 * in which they were. Pure.
 */
final class Speed {
    private static final double UNTRIED = Double.NEGATIVE_INFINITY;
    private static final double SILENT = Double.POSITIVE_INFINITY;
    private static final int TRIED = 5;
    private static final int ENOUGH = 10;
    private static final double HALF = 0.5;

    private Speed() {}

    /** Of streamed answers the median time to the first token counts, of others that to the whole answer; the shortest first. */
    static Comparator<Offer> byLatency(Health health, boolean streamed) {
        return Comparator.comparingDouble(offer -> {
            var figures = health.of(offer);
            var latency = streamed ? figures.firstToken() : figures.whole();
            return latency.isKnown() && answers(figures)
                    ? (double) latency.p50()
                    : unmeasured(figures, latency.count());
        });
    }

    /** Most tokens per second first. */
    static Comparator<Offer> byThroughput(Health health) {
        return Comparator.comparingDouble(offer -> {
            var figures = health.of(offer);
            var throughput = figures.throughput();
            return throughput.isKnown() && answers(figures)
                    ? -throughput.tokensPerSecond()
                    : unmeasured(figures, throughput.count());
        });
    }

    /** However fast it is, a candidate that fails every second time is no fast one. */
    private static boolean answers(Figures figures) {
        return figures.attempts() < ENOUGH || figures.errorRate() < HALF;
    }

    private static double unmeasured(Figures figures, long measured) {
        return measured + figures.failed() < TRIED ? UNTRIED : SILENT;
    }
}
