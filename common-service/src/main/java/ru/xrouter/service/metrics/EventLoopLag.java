package ru.xrouter.service.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import ru.xrouter.service.loop.EveryLoop;

/**
 * How late event loops are: the sign of an event loop that was blocked, and of too little CPU. The longest delay of the last
 * minute, measured ten times a second.
 */
@Singleton
class EventLoopLag {
    private static final long EVERY_MILLIS = 100;
    private static final long WINDOW_MILLIS = 20_000;
    private static final int WINDOWS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final TimeWindowMax longest = new TimeWindowMax(Clock.SYSTEM, WINDOW_MILLIS, WINDOWS);

    void watch(
            @Observes StartupEvent started,
            Vertx vertx,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") int eventLoops) {
        Gauge.builder("xrouter_event_loop_lag_seconds", longest, value -> value.poll() / NANOS_PER_SECOND)
                .description("Longest delay of an event loop in the last minute")
                .register(registry);
        var _ = EveryLoop.run(vertx, eventLoops, () -> new Watch().start(vertx));
    }

    private final class Watch {
        private long due;

        Future<Void> start(Vertx vertx) {
            due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
            vertx.setPeriodic(EVERY_MILLIS, _ -> rang());
            return Future.succeededFuture();
        }

        private void rang() {
            var now = System.nanoTime();
            longest.record(Math.max(0.0, (double) (now - due)));
            due = now + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
        }
    }
}
