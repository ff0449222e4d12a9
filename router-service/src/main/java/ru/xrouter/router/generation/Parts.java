package ru.xrouter.router.generation;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import ru.xrouter.router.attempt.Caller;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.router.hold.Holds;
import ru.xrouter.router.metrics.RouterMetrics;
import ru.xrouter.router.usage.UsageEvents;
import ru.xrouter.service.trace.Traces;

/** What every generation needs. */
@Singleton
class Parts {
    private final Vertx vertx;
    private final Caller caller;
    private final Holds holds;
    private final UsageEvents events;
    private final TokenCorrections corrections;
    private final RouterMetrics metrics;
    private final Traces traces;
    private final RouterConfig config;
    private final Limits limits;

    Parts(
            Vertx vertx,
            Caller caller,
            Holds holds,
            UsageEvents events,
            TokenCorrections corrections,
            RouterMetrics metrics,
            Traces traces,
            RouterConfig config) {
        this.vertx = vertx;
        this.caller = caller;
        this.holds = holds;
        this.events = events;
        this.corrections = corrections;
        this.metrics = metrics;
        this.traces = traces;
        this.config = config;
        this.limits = new Limits(
                config.totalTimeout().toMillis(),
                config.firstByteTimeout().toMillis(),
                config.idleTimeout().toMillis(),
                config.maxAnswer());
    }

    Vertx vertx() {
        return vertx;
    }

    Caller caller() {
        return caller;
    }

    Holds holds() {
        return holds;
    }

    UsageEvents events() {
        return events;
    }

    TokenCorrections corrections() {
        return corrections;
    }

    RouterMetrics metrics() {
        return metrics;
    }

    Traces traces() {
        return traces;
    }

    RouterConfig config() {
        return config;
    }

    Limits limits() {
        return limits;
    }

    /** Times in milliseconds and sizes in bytes, read from the configuration once. */
    record Limits(long total, long firstByte, long idle, int answerBytes) {}
}
