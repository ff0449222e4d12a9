package ru.xrouter.billing.reaper;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.sortedset.ScoreRange;
import io.quarkus.redis.datasource.sortedset.ZRangeArgs;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
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
        for (int registry = 0; registry < RedisNames.HOLD_REGISTRIES; registry++) {
            reapExpiredBefore(millis, RedisNames.holdRegistry(registry));
        }
    }

    /** Goes on behind those that cannot be read and stay, so that they hold up no others. */
    private void reapExpiredBefore(long millis, String registry) {
        var left = 0;
        List<String> expired;
        int unreadable;
        do {
            expired = redis.sortedSet(String.class)
                    .zrangebyscore(
                            registry, ScoreRange.from(0, millis), new ZRangeArgs().limit(left, config.batchSize()));
            unreadable = giveUp(registry, expired);
            left += unreadable;
        } while (unreadable > 0 && expired.size() == config.batchSize());
    }

    /** Answers how many of them cannot be read. */
    private int giveUp(String registry, List<String> members) {
        var unreadable = 0;
        var holds = new ArrayList<Hold>();
        for (var member : members) {
            var space = member.indexOf(' ');
            var accountId = member.substring(0, Math.max(0, space));
            var generationId = member.substring(space + 1);
            var value = redis.hash(String.class).hget(RedisNames.holds(accountId), generationId);
            if (value == null) {
                // Released already, only not here: nothing is held any more.
                redis.sortedSet(String.class).zrem(registry, member);
            } else {
                var hold = Hold.read(accountId, generationId, value);
                if (hold.isPresent()) {
                    holds.add(hold.get());
                } else {
                    // It stays, and is told again and again: somebody's credit is locked by it.
                    LOG.errorf("The hold of generation %s cannot be read", generationId);
                    unreadable++;
                }
            }
        }
        giveUp(holds);
        return unreadable;
    }

    private void giveUp(List<Hold> holds) {
        if (holds.isEmpty()) {
            return;
        }
        var events = holds.stream().map(Hold::lost).toList();
        var settled = settlements.settle(events);
        balances.settled(settled.accounts(), settled.spent(), events);
        var lost = settled.charged().size();
        if (lost > 0) {
            reaped.increment(lost);
            LOG.warnf("Gave up %d generations that nothing was heard of", lost);
        }
    }
}
