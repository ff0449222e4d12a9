package ru.xrouter.router.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.api.usage.UsageEvent;

/** Counts generations, attempts, tokens and what goes wrong. Meters are looked up once and kept. */
@Singleton
public class RouterMetrics {
    private final MeterRegistry registry;
    private final Map<Generations, Counter> generations = new ConcurrentHashMap<>();
    private final Map<Attempts, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<Tokens, Counter> tokens = new ConcurrentHashMap<>();
    private final Map<String, Counter> holds = new ConcurrentHashMap<>();
    private final Map<String, Timer> firstBytes = new ConcurrentHashMap<>();
    private final Counter fallbacks;
    private final Counter holdsRefused;
    private final Counter costsCapped;

    RouterMetrics(MeterRegistry registry) {
        this.registry = registry;
        fallbacks = registry.counter("xrouter_router_fallbacks");
        holdsRefused = registry.counter("xrouter_router_holds_refused");
        costsCapped = registry.counter("xrouter_router_costs_capped");
    }

    /** A generation ended; its tokens count by what billing will hear. */
    public void ended(UsageEvent event) {
        generations
                .computeIfAbsent(
                        new Generations(
                                event.model(), event.provider(), event.outcome().wireName()),
                        this::counter)
                .increment();
        tokens(event.model(), event.usage());
    }

    private void tokens(String model, Usage usage) {
        count(model, "prompt", usage.promptTokens() - usage.cachedTokens());
        count(model, "cached", usage.cachedTokens());
        count(model, "completion", usage.completionTokens());
    }

    private void count(String model, String type, int number) {
        if (number > 0) {
            tokens.computeIfAbsent(new Tokens(model, type), this::counter).increment(number);
        }
    }

    /** An attempt ended: {@code answered}, or the failure's wire name. */
    public void attempted(String provider, String outcome) {
        attempts.computeIfAbsent(new Attempts(provider, outcome), this::counter).increment();
    }

    public void firstByte(String provider, Duration after) {
        firstBytes.computeIfAbsent(provider, this::timer).record(after);
    }

    public void fellBack() {
        fallbacks.increment();
    }

    /** A hold was placed: {@code global}, in Redis, or {@code local}, by this router alone. */
    public void held(String mode) {
        holds.computeIfAbsent(mode, this::holds).increment();
    }

    private Counter holds(String mode) {
        return registry.counter("xrouter_router_holds", "mode", mode);
    }

    public void holdRefused() {
        holdsRefused.increment();
    }

    /** A cost was more than its hold, and was cut to it. */
    public void costCapped() {
        costsCapped.increment();
    }

    /** Shows a number that others keep. */
    public void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }

    public Counter counter(String name) {
        return registry.counter(name);
    }

    private Counter counter(Generations key) {
        return registry.counter(
                "xrouter_router_generations", "model", key.model, "provider", key.provider, "outcome", key.outcome);
    }

    private Counter counter(Attempts key) {
        return registry.counter("xrouter_router_attempts", "provider", key.provider, "outcome", key.outcome);
    }

    private Counter counter(Tokens key) {
        return registry.counter("xrouter_router_tokens", "model", key.model, "type", key.type);
    }

    private Timer timer(String provider) {
        return Timer.builder("xrouter_router_first_byte")
                .description("From an attempt's start to the head of the adapter's answer.")
                .tag("provider", provider)
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60))
                .register(registry);
    }

    private record Generations(String model, String provider, String outcome) {}

    private record Attempts(String provider, String outcome) {}

    private record Tokens(String model, String type) {}
}
