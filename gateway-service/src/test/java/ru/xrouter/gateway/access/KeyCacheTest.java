package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.access.KeyAccess;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.access.Scope;
import ru.xrouter.api.access.SpendingCap;
import ru.xrouter.gateway.GatewayConfig;

class KeyCacheTest {
    private static final KeyIdentity IDENTITY = identity("key-1");

    private final AtomicLong clock = new AtomicLong();
    private final KeyCache cache = new KeyCache(new Config(), clock::get);

    @BeforeEach
    void hear() {
        cache.hears(true);
    }

    @Test
    void forgetsAllKeysOfAnAccount() {
        // Given
        put("d");
        // When
        cache.revoke("acc-other");
        var stayed = cache.get("d");
        cache.revoke("acc-1");
        // Then
        assertThat(stayed).isNotNull();
        assertThat(cache.get("d")).isNull();
    }

    @Test
    void holdsFewerKeysOfAccountsWithCredentialsOfTheirOwn() {
        // Given
        var large = IDENTITY.with(List.of(new OwnCredential("gigachat", "a".repeat(9 * 1024), false)));
        // Then
        assertThat(new KeyCache.Entry(IDENTITY, 0).weight()).isEqualTo(1);
        assertThat(new KeyCache.Entry(large, 0).weight()).isEqualTo(10);
    }

    @Test
    void servesAnEntryForAMinuteAndAsksAgainAfterFiveSeconds() {
        // Given
        put("d");
        // When
        advance(Duration.ofSeconds(4));
        var fresh = cache.claimRefresh(entry("d"));
        advance(Duration.ofSeconds(2));
        var due = cache.claimRefresh(entry("d"));
        var twice = cache.claimRefresh(entry("d"));
        // Then
        assertThat(fresh).isFalse();
        assertThat(due).isTrue();
        assertThat(twice).isFalse();
        advance(Duration.ofSeconds(53));
        assertThat(cache.get("d")).isNotNull();
        advance(Duration.ofSeconds(2));
        assertThat(cache.get("d")).isNull();
    }

    @Test
    void keepsAnEntryWhileAuthIsAwayWithoutMakingItYounger() {
        // Given
        put("d");
        advance(Duration.ofSeconds(6));
        cache.claimRefresh(entry("d"));
        // When
        cache.put("d", new KeyLookup.AuthAway(), cache.epoch());
        // Then
        assertThat(cache.claimRefresh(entry("d"))).isFalse();
        advance(Duration.ofSeconds(1));
        assertThat(cache.claimRefresh(entry("d"))).isTrue();
        advance(Duration.ofSeconds(53));
        assertThat(cache.get("d")).isNull();
    }

    @Test
    void dropsARevokedKeyAndKeepsTheOthers() {
        // Given
        put("d");
        cache.put("other", new KeyLookup.Found(identity("key-2")), cache.epoch());
        // When
        cache.revoke("key-1");
        // Then
        assertThat(cache.get("d")).isNull();
        assertThat(cache.get("other")).isNotNull();
    }

    @Test
    void doesNotKeepAnAnswerOlderThanARevocation() {
        // Given
        var asked = cache.epoch();
        // When
        cache.revoke("key-1");
        cache.put("d", new KeyLookup.Found(IDENTITY), asked);
        // Then
        assertThat(cache.get("d")).isNull();
    }

    @Test
    void forgetsAllWhenRevocationsCannotBeHeardAndThenKeepsEntriesForASecond() {
        // Given
        put("d");
        // When
        cache.hears(false);
        // Then
        assertThat(cache.get("d")).isNull();
        put("d");
        advance(Duration.ofMillis(999));
        assertThat(cache.get("d")).isNotNull();
        advance(Duration.ofMillis(1));
        assertThat(cache.get("d")).isNull();
    }

    @Test
    void keepsEntriesForASecondAloneWhileNothingIsHeardAndForgetsNoneWhenItWasAPause() {
        // Given
        put("d");
        advance(Duration.ofSeconds(3));
        // When
        silence(Duration.ofMillis(999));
        var before = cache.get("d");
        silence(Duration.ofMillis(1));
        // Then
        assertThat(before).isNotNull();
        assertThat(cache.get("d")).isNull();
        put("asked again");
        assertThat(cache.get("asked again")).isNotNull();
        cache.heard();
        assertThat(cache.get("d")).isNotNull();
    }

    @Test
    void remembersAnUnknownKeyForAMoment() {
        // When
        put("d");
        cache.put("d", new KeyLookup.Unknown(), cache.epoch());
        // Then
        assertThat(cache.get("d")).isNull();
        assertThat(cache.isUnknown("d")).isTrue();
        advance(Duration.ofSeconds(5));
        assertThat(cache.isUnknown("d")).isFalse();
    }

    @Test
    void isBounded() {
        // When
        for (int i = 0; i < 1_000; i++) {
            put("d" + i);
        }
        // Then
        var kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += cache.get("d" + i) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(1, 100);
    }

    private void put(String digest) {
        cache.put(digest, new KeyLookup.Found(IDENTITY), cache.epoch());
    }

    private KeyCache.Entry entry(String digest) {
        return Objects.requireNonNull(cache.get(digest));
    }

    /** Time goes by in which the connection shows that it lives. */
    private void advance(Duration time) {
        clock.addAndGet(time.toNanos());
        cache.heard();
    }

    private void silence(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private record Config() implements GatewayConfig.KeyCache {
        @Override
        public int size() {
            return 100;
        }

        @Override
        public Duration refreshAfter() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration expireAfter() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration expireAfterDeaf() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration unknownFor() {
            return Duration.ofSeconds(5);
        }
    }

    private static KeyIdentity identity(String keyId) {
        return new KeyIdentity(
                keyId,
                "acc-1",
                null,
                "n",
                "l",
                "t",
                KeyLimits.of(60, 2),
                SpendingCap.NONE,
                KeyAccess.everywhere(Scope.values()),
                Instant.EPOCH,
                null);
    }
}
