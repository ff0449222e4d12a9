package ru.xrouter.billing.reaper;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.keys.KeyScanArgs;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.billing.balance.BalanceCache;
import ru.xrouter.billing.usage.BillingConfig;
import ru.xrouter.billing.usage.Settlements;
import ru.xrouter.billing.usage.UsageStream;

/**
 * Settles generations that nothing was heard of again, so that their holds end. A hold is given up only when it has
 * expired and every event from before its expiry is settled; should its event come later still, it is charged then.
 */
@ApplicationScoped
class Reaper {
    private static final Logger LOG = Logger.getLogger(Reaper.class);
    private static final int KEYS_AT_ONCE = 1000;
    private static final String ANY_ACCOUNT = "*";

    private final RedisDataSource redis;
    private final UsageStream stream;
    private final Settlements settlements;
    private final BalanceCache balances;
    private final BillingConfig config;
    private final Counter reaped;

    Reaper(
            RedisDataSource redis,
            UsageStream stream,
            Settlements settlements,
            BalanceCache balances,
            BillingConfig config,
            MeterRegistry metrics) {
        this.redis = redis;
        this.stream = stream;
        this.settlements = settlements;
        this.balances = balances;
        this.config = config;
        this.reaped = metrics.counter("xrouter.billing.reaped");
    }

    @Scheduled(every = "${xrouter.billing.reap-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reap() {
        try {
            reapExpiredBefore(heardOfUntil() - config.reapGrace().toMillis());
        } catch (RuntimeException e) {
            LOG.warnf("Expired holds are left for later: %s", e.getClass().getSimpleName());
        }
    }

    /** Up to this moment, in Unix milliseconds, every event that was written is settled. */
    private long heardOfUntil() {
        var now = System.currentTimeMillis();
        return Math.min(now, stream.oldestMillis().orElse(now));
    }

    private void reapExpiredBefore(long millis) {
        var keys = redis.key(String.class)
                .scan(new KeyScanArgs().match(RedisNames.holds(ANY_ACCOUNT)).count(KEYS_AT_ONCE));
        while (keys.hasNext()) {
            for (var key : keys.next()) {
                giveUp(expiredBefore(millis, key));
            }
        }
    }

    private List<Hold> expiredBefore(long millis, String key) {
        var accountId = key.substring(key.indexOf('{') + 1, key.lastIndexOf('}'));
        return redis.hash(String.class).hgetall(key).entrySet().stream()
                .flatMap(entry -> Hold.read(accountId, entry.getKey(), entry.getValue()).stream())
                .filter(hold -> hold.expiresAtMillis() < millis)
                .limit(config.batchSize())
                .toList();
    }

    private void giveUp(List<Hold> holds) {
        if (holds.isEmpty()) {
            return;
        }
        var events = holds.stream().map(Hold::lost).toList();
        var settled = settlements.settle(events);
        balances.settled(settled.accounts(), events);
        var lost = settled.charged().size();
        if (lost > 0) {
            reaped.increment(lost);
            LOG.warnf("Gave up %d generations that nothing was heard of", lost);
        }
    }
}
