package ru.xrouter.billing.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Shows the newest audit, whichever replica made it. */
@Singleton
class AuditMetrics {
    private static final Logger LOG = Logger.getLogger(AuditMetrics.class);

    private final Audits audits;
    private volatile AuditStore.@Nullable Last last;

    AuditMetrics(Audits audits, MeterRegistry registry) {
        this.audits = audits;
        gauge(registry, "xrouter.billing.audit.difference.micro.roubles", AuditStore.Last::differenceMicros);
        gauge(registry, "xrouter.billing.balance.drift.accounts", AuditStore.Last::driftingAccounts);
        gauge(registry, "xrouter.billing.audit.age.seconds", AuditMetrics::age);
    }

    @Scheduled(every = "${xrouter.billing.measure-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void measure() {
        try {
            last = audits.last().orElse(null);
        } catch (RuntimeException e) {
            LOG.debugf("Could not look at the last audit: %s", e.getClass().getSimpleName());
        }
    }

    /** No audit yet is not a number, which is neither right nor wrong. */
    private void gauge(MeterRegistry registry, String name, Figure figure) {
        Gauge.builder(name, () -> {
                    var known = last;
                    return known == null ? Double.NaN : figure.of(known);
                })
                .register(registry);
    }

    private static long age(AuditStore.Last last) {
        return Instant.now().getEpochSecond() - last.finishedAt().getEpochSecond();
    }

    private interface Figure {
        long of(AuditStore.Last last);
    }
}
