package ru.xrouter.billing.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.UsageEvent;

/** What can be seen of the consumer from outside. */
@Singleton
class UsageMetrics {
    private static final Logger LOG = Logger.getLogger(UsageMetrics.class);
    private static final String PARKED = "parked";
    private static final String DUPLICATE = "duplicate";
    private static final Duration[] STEPS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final UsageStream stream;
    private final AtomicLong backlog;
    private final AtomicLong pending;
    private final EventLag lag = new EventLag();
    private final Timer settling;

    UsageMetrics(MeterRegistry registry, UsageStream stream) {
        this.registry = registry;
        this.stream = stream;
        this.backlog = registry.gauge("xrouter.billing.backlog", new AtomicLong());
        this.pending = registry.gauge("xrouter.billing.pending", new AtomicLong());
        this.settling = Timer.builder("xrouter.billing.settle")
                .description("One batch: database transaction, balances and holds")
                .serviceLevelObjectives(STEPS)
                .register(registry);
        Gauge.builder("xrouter.billing.event.lag.seconds", () -> lag.seconds(System.currentTimeMillis()))
                .description("Age of the oldest usage event that is not settled")
                .register(registry);
        events(PARKED);
        events(DUPLICATE);
        for (var outcome : Outcome.values()) {
            events(outcome.wireName());
        }
    }

    void settled(UsageEvent event, boolean charged) {
        events(charged ? event.outcome().wireName() : DUPLICATE).increment();
        if (charged) {
            charged(event.model(), event.provider(), "cost", event.cost());
            charged(event.model(), event.provider(), "vat", event.vat());
            charged(event.model(), event.provider(), "provider_cost", event.providerCost());
            event.givenUp()
                    .forEach(attempt ->
                            charged(attempt.model(), attempt.provider(), "provider_cost", attempt.providerCost()));
        }
    }

    private void charged(String model, String provider, String kind, Money amount) {
        registry.counter("xrouter.billing.charged.micro.roubles", "model", model, "provider", provider, "kind", kind)
                .increment((double) amount.micros());
    }

    void parked() {
        events(PARKED).increment();
    }

    void timed(Runnable batch) {
        settling.record(batch);
    }

    private Counter events(String outcome) {
        return registry.counter("xrouter.billing.events", "outcome", outcome);
    }

    @Scheduled(every = "${xrouter.billing.measure-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void measure() {
        try {
            backlog.set(stream.backlog());
            pending.set(stream.pending());
            lag.measured(stream.oldestMillis(), System.currentTimeMillis());
        } catch (RuntimeException e) {
            lag.notMeasured();
            LOG.debugf("Could not measure the backlog: %s", e.getClass().getSimpleName());
        }
    }
}
