package ru.xrouter.billing.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import ru.xrouter.billing.balance.BalanceCopies;

/** Audits the ledger every night, and whenever an operator asks; one replica at a time. */
@ApplicationScoped
class Audits {
    private static final Logger LOG = Logger.getLogger(Audits.class);

    private final AuditStore store;
    private final BalanceCopies copies;
    private final ObjectMapper json;

    Audits(AuditStore store, BalanceCopies copies, ObjectMapper json) {
        this.store = store;
        this.copies = copies;
        this.json = json;
    }

    @Scheduled(cron = "${xrouter.billing.audit-at}", timeZone = "Europe/Moscow")
    @RunOnVirtualThread
    void nightly() {
        var _ = audit();
    }

    /** Empty when another replica is auditing at the moment. */
    Optional<Audit> audit() {
        var drifting = driftingCopies();
        return QuarkusTransaction.requiringNew().call(() -> audit(drifting));
    }

    private Optional<Audit> audit(OptionalLong driftingCopies) {
        store.freeze();
        if (!store.lock()) {
            return Optional.empty();
        }
        var drifting = driftingCopies.orElseGet(
                () -> store.last().map(AuditStore.Last::driftingAccounts).orElse(0L));
        var audit = new Audit(Instant.now(), store.checks(), drifting);
        store.remember(write(audit), audit.differing(), audit.differenceMicros(), drifting);
        if (audit.differing() > 0) {
            LOG.errorf(
                    "The ledger's sums are not what its entries say: %d differ, by %d micro-roubles",
                    audit.differing(), audit.differenceMicros());
        }
        return Optional.of(audit);
    }

    /** Empty when Redis is away: then what the last audit found stands. */
    private OptionalLong driftingCopies() {
        try {
            return OptionalLong.of(copies.differing());
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The copies of balances cannot be compared: %s",
                    e.getClass().getSimpleName());
            return OptionalLong.empty();
        }
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
