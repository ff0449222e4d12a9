package ru.xrouter.billing.topup;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import ru.xrouter.billing.balance.BalancePublisher;

/**
 * Takes back promotional credit that has expired, within a minute or so. What is held for running generations stays until
 * they are settled, for they were admitted by it.
 */
@Singleton
class PromotionExpiry {
    private static final Logger LOG = Logger.getLogger(PromotionExpiry.class);
    private static final int AT_ONCE = 500;

    private final TopUps topUps;
    private final BalancePublisher publisher;

    PromotionExpiry(TopUps topUps, BalancePublisher publisher) {
        this.topUps = topUps;
        this.publisher = publisher;
    }

    @Scheduled(every = "${xrouter.billing.expire-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void expire() {
        try {
            topUps.accountsWithExpiredPromotions(AT_ONCE).forEach(this::expire);
        } catch (RuntimeException e) {
            leave(e);
        }
    }

    /** One account that cannot be looked after must not hold up the others. */
    private void expire(String accountId) {
        try {
            topUps.expirePromotions(accountId);
        } catch (RuntimeException e) {
            publisher.publishAll();
            leave(e);
        }
    }

    private static void leave(RuntimeException e) {
        LOG.warnf("Expired promotions are left for later: %s", e.getClass().getSimpleName());
    }
}
