package ru.xrouter.router.hold;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import ru.xrouter.api.money.Money;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.router.metrics.RouterMetrics;

/**
 * Holds of this router alone, for the time without Redis: an account that had credit when Redis last told may use a small
 * part of it. All routers together hold no more than the configured part and amount; that is the most by which an account
 * can be overdrawn because Redis was away. What a key may spend is not known here, so a key with a spending cap gets nothing.
 */
@Singleton
class LocalHolds {
    private final RouterConfig.LocalHolds config;
    private final long most;
    private final long rememberNanos;
    private final Cache<String, Credit> credits;
    private final Map<String, Taken> taken = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();

    LocalHolds(RouterConfig router, RouterMetrics metrics) {
        config = router.localHolds();
        if (config.replicas() < 1 || config.share() < 0 || config.share() > 1) {
            throw new IllegalStateException(
                    "xrouter.router.local-holds: replicas must be at least 1, share between 0 and 1.");
        }
        most = Money.ofRoubles(config.most()).micros();
        rememberNanos = config.remember().toNanos();
        credits = Caffeine.newBuilder()
                .maximumSize(config.accounts())
                .expireAfterAccess(Duration.ofNanos(rememberNanos))
                .executor(Runnable::run)
                .build();
        metrics.gauge("xrouter_router_local_holds_micros", held::get);
    }

    /** Remembers what Redis told of an account's free credit. */
    void knows(String accountId, Money free) {
        var credit = credits.getIfPresent(accountId);
        if (credit == null) {
            credit = new Credit();
            credits.put(accountId, credit);
        }
        credit.knows(free.micros());
    }

    /** Reserves credit; false when too little of the account is known. */
    boolean take(Hold hold) {
        var credit = hold.capped() ? null : credits.getIfPresent(hold.accountId());
        if (credit == null || !credit.take(hold.amount().micros())) {
            return false;
        }
        taken.put(hold.generationId(), new Taken(credit, hold.amount().micros()));
        held.addAndGet(hold.amount().micros());
        return true;
    }

    /** A generation has ended and cost so much, which counts until it is settled; nothing when its hold was not taken here. */
    void ended(String generationId, Money cost) {
        var known = taken.remove(generationId);
        if (known != null) {
            held.addAndGet(-known.micros());
            known.credit().ended(known.micros(), cost.micros());
        }
    }

    /** Everything that was spent is settled. */
    void settled() {
        credits.asMap().values().forEach(Credit::settled);
    }

    private record Taken(Credit credit, long micros) {}

    /** What is known of one account. */
    private final class Credit {
        private long free;
        private long knownAt;
        private long held;
        private long spent;

        synchronized void knows(long micros) {
            free = micros;
            knownAt = System.nanoTime();
        }

        synchronized boolean take(long micros) {
            if (System.nanoTime() - knownAt > rememberNanos) {
                return false;
            }
            var allowed = Math.min((long) (free * config.share()), most) / config.replicas();
            if (held + spent + micros > allowed) {
                return false;
            }
            held += micros;
            return true;
        }

        synchronized void ended(long micros, long cost) {
            held -= micros;
            spent += cost;
        }

        synchronized void settled() {
            spent = 0;
        }
    }
}
