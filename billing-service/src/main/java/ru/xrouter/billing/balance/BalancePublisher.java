package ru.xrouter.billing.balance;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import ru.xrouter.billing.ledger.Account;
import ru.xrouter.billing.ledger.AccountStore;

/**
 * Brings the copies in Redis up to date where they are missing, older, or newer than a database that was taken back to an earlier
 * moment: at start, after a flush, and after a copy could not be written. Tries until it is done.
 */
@ApplicationScoped
public class BalancePublisher {
    private static final Logger LOG = Logger.getLogger(BalancePublisher.class);
    private static final int PAGE = 500;

    private final AccountStore accounts;
    private final BalanceCache balances;
    private final AtomicBoolean wanted = new AtomicBoolean(true);

    BalancePublisher(AccountStore accounts, BalanceCache balances) {
        this.accounts = accounts;
        this.balances = balances;
    }

    /** Has all balances published soon. */
    public void publishAll() {
        wanted.set(true);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void publishIfWanted() {
        if (wanted.getAndSet(false)) {
            try {
                publishPages();
            } catch (RuntimeException e) {
                wanted.set(true);
                LOG.warnf("Could not publish the balances yet: %s", e.getClass().getSimpleName());
            }
        }
    }

    /** Copies from a future that the database went back from would stand until an account's version has caught up. */
    private void overtake(List<Account> page) {
        var newer = balances.newerThan(page);
        if (newer.isEmpty()) {
            return;
        }
        var behind = accounts.overtake(newer);
        balances.publish(behind);
        behind.forEach(account -> balances.forgetSpent(account.accountId(), accounts.keys(account.accountId())));
        if (!behind.isEmpty()) {
            LOG.warnf(
                    "The database knows less than Redis of %d accounts, so it was taken back to an earlier moment: Redis follows it",
                    behind.size());
        }
    }

    private void publishPages() {
        var last = "";
        var page = accounts.page(last, PAGE);
        while (!page.isEmpty()) {
            balances.publish(page);
            overtake(page);
            last = page.getLast().accountId();
            page = accounts.page(last, PAGE);
        }
    }
}
