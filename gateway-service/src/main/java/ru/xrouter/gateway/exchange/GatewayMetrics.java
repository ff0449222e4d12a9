package ru.xrouter.gateway.exchange;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ru.xrouter.service.metrics.Boundaries;

/** The gateway's figures. Label values are ours alone, so their number is bounded. */
@Singleton
public class GatewayMetrics {
    private static final int STATUSES = 600;
    private static final Duration[] DURATIONS =
            millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000);
    private final MeterRegistry registry;
    private final Map<Endpoint, AtomicReferenceArray<@Nullable Counter>> requests = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, Timer> durations = new EnumMap<>(Endpoint.class);
    private final Timer overhead;
    private final Timer firstByte;
    private final AtomicInteger inFlight;
    private final Counter clientGone;

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var endpoint : Endpoint.values()) {
            requests.put(endpoint, new AtomicReferenceArray<>(STATUSES));
            durations.put(
                    endpoint,
                    Timer.builder("xrouter_gateway_request_duration")
                            .description("Time from a request's head to its response's end")
                            .tag("path", endpoint.label())
                            .serviceLevelObjectives(DURATIONS)
                            .register(registry));
        }
        overhead = Timer.builder("xrouter_gateway_overhead")
                .description("Time a generation spent with XRouter before its first byte, without the provider's")
                .serviceLevelObjectives(Boundaries.ownWork())
                .register(registry);
        firstByte = Timer.builder("xrouter_gateway_time_to_first_byte")
                .description(
                        "From a generation's whole request to the head of its answer, the provider's time included")
                .serviceLevelObjectives(Boundaries.modelCall())
                .register(registry);
        inFlight = registry.gauge("xrouter_gateway_generations_in_flight", new AtomicInteger());
        clientGone = Counter.builder("xrouter_gateway_client_gone_total")
                .description("Generations whose client left before the end")
                .register(registry);
    }

    /** A counter of the gateway, for the feature that counts; labels as names and values in turn. */
    public Counter counter(String name, String... labels) {
        return Counter.builder(name).tags(labels).register(registry);
    }

    /** Shows a number that a feature keeps. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void finished(Endpoint endpoint, int status, long nanos) {
        requests(endpoint, status).increment();
        timer(endpoint).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A generation is answered: what of the time until now was ours, and what the provider's. */
    public void answered(long ownNanos, long providerNanos) {
        overhead.record(ownNanos, TimeUnit.NANOSECONDS);
        firstByte.record(ownNanos + providerNanos, TimeUnit.NANOSECONDS);
    }

    public void generationStarted() {
        inFlight.incrementAndGet();
    }

    public void generationEnded() {
        inFlight.decrementAndGet();
    }

    public void clientGone() {
        clientGone.increment();
    }

    private Timer timer(Endpoint endpoint) {
        return Objects.requireNonNull(durations.get(endpoint));
    }

    private Counter requests(Endpoint endpoint, int status) {
        var counters = Objects.requireNonNull(requests.get(endpoint));
        var slot = status < STATUSES ? status : 0;
        var counter = counters.get(slot);
        if (counter == null) {
            // The registry returns the same counter to whoever asks twice.
            counter = Counter.builder("xrouter_gateway_requests_total")
                    .description("Requests by endpoint and status")
                    .tag("path", endpoint.label())
                    .tag("status", Integer.toString(slot))
                    .register(registry);
            counters.set(slot, counter);
        }
        return counter;
    }

    private static Duration[] millis(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
