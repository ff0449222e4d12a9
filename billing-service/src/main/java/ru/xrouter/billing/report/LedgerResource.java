package ru.xrouter.billing.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.hibernate.Session;
import ru.xrouter.billing.ledger.LedgerBalance;
import ru.xrouter.billing.ledger.LedgerStore;
import ru.xrouter.billing.usage.ModelTotals;
import ru.xrouter.billing.usage.UsageStore;

/** Totals over all accounts, by which operators see that nothing was lost or charged twice. */
@Path("/internal/ledger/summary")
class LedgerResource {
    private final UsageStore usage;
    private final LedgerStore ledger;
    private final Session session;

    LedgerResource(UsageStore usage, LedgerStore ledger, Session session) {
        this.usage = usage;
        this.ledger = ledger;
        this.session = session;
    }

    @GET
    @RunOnVirtualThread
    @Transactional
    public Summary summary() {
        // All figures are of the same moment.
        session.createNativeMutationQuery("set transaction isolation level repeatable read, read only")
                .executeUpdate();
        return new Summary(
                usage.totals(),
                ledger.settlements(),
                ledger.customerCredit().micros(),
                ledger.customerBalances().micros(),
                ledger.balances());
    }

    /**
     * The ledger at a glance.
     *
     * @param settlements equal to the sum of the models' generations
     * @param ledgerMicros what customers have left by the entries; equal to {@code balanceMicros}
     * @param balanceMicros what customers have left by their accounts
     * @param ledger the balance of every ledger account; together they are zero
     */
    record Summary(
            @JsonProperty("models") List<ModelTotals> models,
            @JsonProperty("settlements") long settlements,
            @JsonProperty("ledger_micros") long ledgerMicros,
            @JsonProperty("balance_micros") long balanceMicros,
            @JsonProperty("ledger") List<LedgerBalance> ledger) {}
}
