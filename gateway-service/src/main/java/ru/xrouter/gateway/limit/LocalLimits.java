package ru.xrouter.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.gateway.limit.Grant.Standing;
import ru.xrouter.gateway.limit.Grant.Verdict;

/** This gateway's share of every limit, for the time without Redis. */
final class LocalLimits {
    private static final int REMEMBERED = 20_000;
    /** Longer than any generation runs; what a day's limit has used is forgotten after it. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(30);

    private final int replicas;
    private final LoadingCache<String, LocalLimit> limits = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(REMEMBERED_FOR)
            .executor(Runnable::run)
            .build(_ -> new LocalLimit());

    LocalLimits(int replicas) {
        this.replicas = replicas;
    }

    Grant take(long nowMicros, KeyIdentity key, long tokens) {
        var ofKey = ofKey(key);
        var keys = share(key.limits());
        var grant = ofKey.take(nowMicros, keys, tokens);
        var account = key.accountLimits();
        if (account == null || grant.verdict() != Verdict.ADMITTED) {
            return grant;
        }
        var accounts = ofAccount(key).take(nowMicros, share(account), tokens);
        if (accounts.verdict() != Verdict.ADMITTED) {
            ofKey.giveBack(keys, tokens);
        }
        return together(grant, accounts);
    }

    Grant look(long nowMicros, KeyIdentity key) {
        var grant = ofKey(key).look(nowMicros, share(key.limits()));
        var account = key.accountLimits();
        return account == null ? grant : together(grant, ofAccount(key).look(nowMicros, share(account)));
    }

    /** A generation runs that Redis admitted. */
    void entered(KeyIdentity key) {
        ofKey(key).entered();
        if (key.accountLimits() != null) {
            ofAccount(key).entered();
        }
    }

    void left(KeyIdentity key) {
        ofKey(key).left();
        if (key.accountLimits() != null) {
            ofAccount(key).left();
        }
    }

    private static Grant together(Grant key, Grant account) {
        return new Grant(
                account.verdict(),
                account.refusedBy(),
                true,
                account.limit(),
                account.retryMicros(),
                Objects.requireNonNull(Standing.nearer(key.requests(), account.requests())),
                Standing.nearer(key.tokens(), account.tokens()));
    }

    private LocalLimit ofKey(KeyIdentity key) {
        return limits.get("key " + key.keyId());
    }

    private LocalLimit ofAccount(KeyIdentity key) {
        return limits.get("account " + key.accountId());
    }

    private KeyLimits share(KeyLimits whole) {
        return replicas == 1
                ? whole
                : new KeyLimits(
                        shareOf(whole.requestsPerMinute()),
                        share(whole.requestsPerDay()),
                        share(whole.tokensPerMinute()),
                        share(whole.tokensPerDay()),
                        shareOf(whole.concurrency()));
    }

    private @Nullable Integer share(@Nullable Integer whole) {
        return whole == null ? null : shareOf(whole);
    }

    private int shareOf(int whole) {
        return Math.max(1, whole / replicas);
    }
}
