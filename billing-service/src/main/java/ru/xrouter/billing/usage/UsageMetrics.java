package ru.xrouter.billing.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import ru.xrouter.api.usage.UsageEvent;

/** What can be seen of the consumer from outside. */
@Singleton
class UsageMetrics {
    private static final Logger LOG = Logger.getLogger(UsageMetrics.class);

    private final MeterRegistry registry;
    private final UsageStream stream;
    private final AtomicLong backlog;
    private final AtomicLong pending;
    private final Timer settling;

    UsageMetrics(MeterRegistry registry, UsageStream stream) {
        this.registry = registry;
        this.stream = stream;
        this.backlog = registry.gauge("xrouter.billing.backlog", new AtomicLong());
        this.pending = registry.gauge("xrouter.billing.pending", new AtomicLong());
        this.settling = Timer.builder("xrouter.billing.settle")
                .description("One batch: database transaction, balances and holds")
                .publishPercentileHistogram()
                .register(registry);
    }

    void settled(UsageEvent event, boolean charged) {
        count(charged ? event.outcome().wireName() : "duplicate");
    }

    void parked() {
        count("parked");
    }

    void timed(Runnable batch) {
        settling.record(batch);
    }

    private void count(String outcome) {
        registry.counter("xrouter.billing.events", "outcome", outcome).increment();
    }

    @Scheduled(every = "${xrouter.billing.measure-every:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void measure() {
        try {
            backlog.set(stream.backlog());
            pending.set(stream.pending());
        } catch (RuntimeException e) {
            LOG.debugf("Could not measure the backlog: %s", e.getClass().getSimpleName());
        }
    }
}
