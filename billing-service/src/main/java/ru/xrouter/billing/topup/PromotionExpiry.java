package ru.xrouter.billing.topup;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.billing.balance.BalanceCache;

/**
 * Takes back promotional credit that has expired, within a minute or so. What is held for running generations stays until
 * they are settled, for they were admitted by it.
 */
@Singleton
class PromotionExpiry {
    private static final Logger LOG = Logger.getLogger(PromotionExpiry.class);
    private static final int AT_ONCE = 500;

    private final TopUps topUps;
    private final BalanceCache balances;

    PromotionExpiry(TopUps topUps, BalanceCache balances) {
        this.topUps = topUps;
        this.balances = balances;
    }

    @Scheduled(every = "${xrouter.billing.expire-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void expire() {
        try {
            for (var accountId : topUps.accountsWithExpiredPromotions(AT_ONCE)) {
                var account = topUps.expirePromotions(accountId, balances.held(accountId));
                balances.publish(List.of(account));
            }
        } catch (RuntimeException e) {
            LOG.warnf("Expired promotions are left for later: %s", e.getClass().getSimpleName());
        }
    }
}
