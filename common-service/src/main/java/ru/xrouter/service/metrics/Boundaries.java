package ru.xrouter.service.metrics;

import java.time.Duration;
import java.util.Arrays;

/** Bucket boundaries that several histograms share, so that their quantiles compare. */
public final class Boundaries {
    /** Calls of a model, as the OpenTelemetry conventions for generative AI give them; plus what only a slow answer takes. */
    private static final Duration[] MODEL_CALL =
            millis(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240, 20_480, 40_960, 81_920, 300_000);

    /** Calls within one house: Redis, or our own share of a request. */
    private static final Duration[] OWN_WORK = micros(
            100, 250, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000);

    private Boundaries() {}

    public static Duration[] modelCall() {
        return MODEL_CALL.clone();
    }

    public static Duration[] ownWork() {
        return OWN_WORK.clone();
    }

    private static Duration[] millis(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static Duration[] micros(long... values) {
        return Arrays.stream(values)
                .mapToObj(value -> Duration.ofNanos(value * 1000))
                .toArray(Duration[]::new);
    }
}
