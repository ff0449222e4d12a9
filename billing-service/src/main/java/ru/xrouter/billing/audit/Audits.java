package ru.xrouter.billing.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Audits the ledger every night, and whenever an operator asks; one replica at a time. */
@ApplicationScoped
class Audits {
    private static final Logger LOG = Logger.getLogger(Audits.class);

    private final AuditStore store;
    private final ObjectMapper json;

    Audits(AuditStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    @Scheduled(cron = "${xrouter.billing.audit-at}", timeZone = "Europe/Moscow")
    @RunOnVirtualThread
    @Transactional
    void nightly() {
        var _ = audit();
    }

    /** Empty when another replica is auditing at the moment. */
    @Transactional
    Optional<Audit> audit() {
        store.freeze();
        if (!store.lock()) {
            return Optional.empty();
        }
        var audit = new Audit(Instant.now(), store.checks());
        var drifting = audit.checks().stream()
                .filter(check -> check.check().equals(AuditStore.BALANCES))
                .mapToLong(Audit.Check::differing)
                .sum();
        store.remember(write(audit), audit.differing(), audit.differenceMicros(), drifting);
        if (audit.differing() > 0) {
            LOG.errorf(
                    "The ledger's sums are not what its entries say: %d differ, by %d micro-roubles",
                    audit.differing(), audit.differenceMicros());
        }
        return Optional.of(audit);
    }

    @Transactional
    Optional<AuditStore.Last> last() {
        return store.last();
    }

    private String write(Audit audit) {
        try {
            return json.writeValueAsString(audit.checks());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
