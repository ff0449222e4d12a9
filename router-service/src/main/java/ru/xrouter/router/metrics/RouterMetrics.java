package ru.xrouter.router.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.router.health.Measurements;
import ru.xrouter.service.metrics.Boundaries;

/**
 * Counts generations, attempts, tokens, money and what goes wrong. Meters are looked up once and kept; their labels are
 * models and providers of the catalogue, never what a client wrote.
 */
@Singleton
public class RouterMetrics {
    private static final double MICROS = 1_000_000;
    private static final String HOLDS = "xrouter_router_holds";

    private final MeterRegistry registry;
    private final Measurements measurements;
    private final Map<Served, ServedMeters> served = new ConcurrentHashMap<>();
    private final Map<Attempts, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<String, Counter> holdsPlaced = new ConcurrentHashMap<>();
    private final Map<String, Timer> firstBytes = new ConcurrentHashMap<>();
    private final AtomicLong heldMicros = new AtomicLong();
    private final Counter fallbacks;
    private final Counter hedges;
    private final Counter holdsShort;
    private final Counter holdsFailed;
    private final Counter holdsOther;
    private final Counter costsCapped;

    RouterMetrics(MeterRegistry registry, Measurements measurements) {
        this.registry = registry;
        this.measurements = measurements;
        fallbacks = registry.counter("xrouter_router_fallbacks");
        hedges = registry.counter("xrouter_router_hedges");
        List.of("global", "local").forEach(mode -> holdsPlaced.put(mode, holds("placed", mode)));
        holdsShort = holds("insufficient_credit", "");
        holdsFailed = holds("unavailable", "");
        holdsOther = holds("refused", "");
        costsCapped = registry.counter("xrouter_router_costs_capped");
        Gauge.builder("xrouter_router_held_roubles", heldMicros, held -> held.get() / MICROS)
                .description("Credit held by the generations that run on this router")
                .register(registry);
    }

    /** A generation ended; its tokens and its cost count by what billing will hear. */
    public void ended(UsageEvent event) {
        measurements.ended(event);
        var key = new Served(event.model(), event.provider());
        var known = served.get(key);
        (known == null ? served.computeIfAbsent(key, each -> new ServedMeters(registry, each)) : known).count(event);
    }

    /** An attempt ended: {@code answered}, {@code outpaced}, the failure's wire name, or how the generation ended. */
    public void attempted(String provider, String outcome) {
        attempts.computeIfAbsent(new Attempts(provider, outcome), this::counter).increment();
    }

    public void firstByte(String provider, Duration after) {
        firstBytes.computeIfAbsent(provider, this::timer).record(after);
    }

    public void fellBack() {
        fallbacks.increment();
    }

    /** A second candidate was called beside a slow one. */
    public void hedged() {
        hedges.increment();
    }

    /** A hold was placed: {@code global}, in Redis, or {@code local}, by this router alone. */
    public void held(String mode) {
        holdsPlaced.computeIfAbsent(mode, placed -> holds("placed", placed)).increment();
    }

    private Counter holds(String result, String mode) {
        return registry.counter(HOLDS, "result", result, "mode", mode);
    }

    /** A generation runs on a hold of so much. */
    public void holdPlaced(Money amount) {
        heldMicros.addAndGet(amount.micros());
    }

    /** The generation of a hold that was placed is over. */
    public void holdEnded(Money amount) {
        heldMicros.addAndGet(-amount.micros());
    }

    /** @param status what the client is told */
    public void holdRefused(int status) {
        (switch (status) {
                    case 402 -> holdsShort;
                    case 503 -> holdsFailed;
                    default -> holdsOther;
                })
                .increment();
    }

    /** A cost was more than its hold, and was cut to it. */
    public void costCapped() {
        costsCapped.increment();
    }

    /** Shows a number that others keep; labels as names and values in turn. */
    public void gauge(String name, Supplier<Number> value, String... labels) {
        Gauge.builder(name, value).tags(labels).register(registry);
    }

    public Counter counter(String name) {
        return registry.counter(name);
    }

    private Counter counter(Attempts key) {
        return registry.counter("xrouter_router_attempts", "provider", key.provider, "outcome", key.outcome);
    }

    private Timer timer(String provider) {
        return Timer.builder("xrouter_router_first_byte")
                .description("From an attempt's start to the head of the adapter's answer")
                .tag("provider", provider)
                .serviceLevelObjectives(Boundaries.modelCall())
                .register(registry);
    }

    private record Served(String model, String provider) {}

    private record Attempts(String provider, String outcome) {}

    /** The figures of one model at one provider. */
    private static final class ServedMeters {
        private final MeterRegistry registry;
        private final Served key;
        private final Map<String, Counter> byOutcome = new ConcurrentHashMap<>();
        private final Counter prompt;
        private final Counter cached;
        private final Counter completion;
        private final Counter cost;

        ServedMeters(MeterRegistry registry, Served key) {
            this.registry = registry;
            this.key = key;
            prompt = tokens("prompt");
            cached = tokens("cached");
            completion = tokens("completion");
            cost = registry.counter("xrouter_router_cost_roubles", "model", key.model, "provider", key.provider);
        }

        void count(UsageEvent event) {
            outcome(event.outcome().wireName()).increment();
            var usage = event.usage();
            prompt.increment(usage.promptTokens() - usage.cachedTokens());
            cached.increment(usage.cachedTokens());
            completion.increment(usage.completionTokens());
            cost.increment(event.cost().micros() / MICROS);
        }

        private Counter outcome(String outcome) {
            @Nullable Counter known = byOutcome.get(outcome);
            return known == null ? byOutcome.computeIfAbsent(outcome, this::generations) : known;
        }

        private Counter generations(String outcome) {
            return registry.counter(
                    "xrouter_router_generations", "model", key.model, "provider", key.provider, "outcome", outcome);
        }

        private Counter tokens(String type) {
            return registry.counter(
                    "xrouter_router_tokens", "model", key.model, "provider", key.provider, "type", type);
        }
    }
}
