package ru.xrouter.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.gateway.GatewayConfig;

/**
 * What auth-service said about keys, by digest. An entry serves at once, is due for refreshing after some seconds, and
 * serves no more after a minute, or after a second while revocations cannot be heard or nothing was heard for a second: a
 * revocation may be on its way over a connection that has silently gone. An answer that was asked for before a revocation is
 * not kept.
 */
final class KeyCache {
    private static final int USUAL_BYTES = 1024;

    private final Cache<String, Entry> known;
    private final Cache<String, Boolean> unknown;
    private final Ticker clock;
    private final long refreshAfter;
    private final long expireAfter;
    private final long expireAfterDeaf;
    private final AtomicLong revocations = new AtomicLong();
    private volatile boolean hearing;
    private volatile long heardAt;

    KeyCache(GatewayConfig.KeyCache config, Ticker clock) {
        this.clock = clock;
        refreshAfter = config.refreshAfter().toNanos();
        expireAfter = config.expireAfter().toNanos();
        expireAfterDeaf = config.expireAfterDeaf().toNanos();
        known = cache(config.expireAfter())
                .maximumWeight(config.size())
                .weigher((String _, Entry entry) -> entry.weight())
                .build();
        unknown = cache(config.unknownFor()).maximumSize(config.size()).build();
    }

    private Caffeine<Object, Object> cache(Duration expiry) {
        return Caffeine.newBuilder().expireAfterWrite(expiry).ticker(clock).executor(Runnable::run);
    }

    /** What is known and may still be used, or null. */
    @Nullable
    Entry get(String digest) {
        var entry = known.getIfPresent(digest);
        if (entry == null) {
            return null;
        }
        var now = clock.read();
        var expiry = hearing && now - heardAt < expireAfterDeaf ? expireAfter : expireAfterDeaf;
        return now - entry.loadedAt < expiry ? entry : null;
    }

    boolean isUnknown(String digest) {
        return unknown.getIfPresent(digest) != null;
    }

    /** Whether the entry should be asked for again; true for one caller only until an answer is put. */
    boolean claimRefresh(Entry entry) {
        var due = Math.max(entry.loadedAt + refreshAfter, entry.retryAt);
        if (entry.refreshing || clock.read() - due < 0) {
            return false;
        }
        entry.refreshing = true;
        return true;
    }

    /** A number to take before asking and to give back with the answer. */
    long epoch() {
        return revocations.get();
    }

    void put(String digest, KeyLookup answer, long epoch) {
        switch (answer) {
            case KeyLookup.Found(var identity) -> {
                if (epoch == revocations.get()) {
                    known.put(digest, new Entry(identity, clock.read()));
                }
            }
            case KeyLookup.Unknown _ -> {
                known.invalidate(digest);
                unknown.put(digest, true);
            }
            case KeyLookup.AuthAway _ -> {
                var entry = known.getIfPresent(digest);
                if (entry != null) {
                    entry.retryAt = clock.read() + Duration.ofSeconds(1).toNanos();
                    entry.refreshing = false;
                }
            }
        }
    }

    /** @param subject id of a key or grant, or of an account, whose keys and grants are all forgotten */
    void revoke(String subject) {
        revocations.incrementAndGet();
        known.asMap()
                .values()
                .removeIf(entry -> entry.identity.keyId().equals(subject)
                        || entry.identity.accountId().equals(subject));
    }

    /** Something came over the connection: all that was sent over it before has come too. */
    void heard() {
        heardAt = clock.read();
    }

    void revokeAll() {
        revocations.incrementAndGet();
        known.invalidateAll();
    }

    /** Tells whether revocations are being heard; on every change nothing known before counts. */
    void hears(boolean now) {
        heard();
        hearing = now;
        revokeAll();
    }

    /** One valid key. A lost race on the flags costs one look-up more. */
    static final class Entry {
        private final KeyIdentity identity;
        private final long loadedAt;
        private volatile long retryAt;
        private volatile boolean refreshing;

        Entry(KeyIdentity identity, long loadedAt) {
            this.identity = identity;
            this.loadedAt = loadedAt;
            this.retryAt = loadedAt;
        }

        KeyIdentity identity() {
            return identity;
        }

        /** An account's own credentials take as much room as several keys without. */
        int weight() {
            return 1
                    + identity.ownCredentials().stream()
                                    .mapToInt(own -> own.credential().length())
                                    .sum()
                            / USUAL_BYTES;
        }
    }
}
