package ru.xrouter.billing.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.billing.usage.BillingConfig;

/** Holds that nobody will settle any more. */
abstract class ReaperContract {
    private static final long LONG_AGO = 60_000;

    /** An entry that no consumer gets to read until the group is told to begin anew. */
    private static final String HOLD_BACK = """
            redis.call('DEL', KEYS[1])
            redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '9999999999999-0', 'MKSTREAM')
            redis.call('XADD', KEYS[1], ARGV[2], 'held', 'back')
            """;

    @Inject
    Billing billing;

    @Inject
    Reaper reaper;

    @Inject
    BillingConfig config;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry metrics;

    @Test
    void givesUpExpiredHoldsAndLeavesTheOthers() {
        // Given
        var account = Events.newAccount();
        var lost = Events.newGeneration();
        Billing.topUp(account, "10.00");
        billing.hold(account, lost, 2_000_000, System.currentTimeMillis() - LONG_AGO);
        billing.hold(account, "gen-running", 300_000, System.currentTimeMillis() + LONG_AGO);
        var before = metrics.counter("xrouter.billing.reaped").count();
        // When
        reaper.reap();
        // Then
        assertThat(billing.holds(account)).containsExactly("gen-running");
        assertThat(billing.registered(account, lost)).isFalse();
        assertThat(billing.registered(account, "gen-running")).isTrue();
        assertThat(billing.held(account)).isEqualTo("300000");
        assertThat(Billing.balance(account)).isEqualTo(10_000_000);
        assertThat(metrics.counter("xrouter.billing.reaped").count()).isEqualTo(before + 1);
        Billing.generation(lost, account)
                .statusCode(200)
                .body("outcome", equalTo("lost"))
                .body("cost", equalTo(0))
                .body("model", equalTo(Events.MODEL));
    }

    @Test
    void goesOnBehindHoldsThatItCannotRead() {
        // Given more of them than it looks at together
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        var expired = System.currentTimeMillis() - LONG_AGO;
        for (int i = 0; i <= config.batchSize(); i++) {
            billing.hold(account, "gen-unreadable-" + i, 1, expired - 1, "1");
        }
        billing.hold(account, "gen-lost", 300_000, expired);
        // When
        try {
            reaper.reap();
            // Then
            assertThat(billing.registered(account, "gen-lost")).isFalse();
            assertThat(billing.registered(account, "gen-unreadable-0")).isTrue();
        } finally {
            redis.key().del(RedisNames.holds(account));
            reaper.reap();
        }
    }

    @Test
    void forgetsNoHoldThatItCannotRead() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        var expired = System.currentTimeMillis() - LONG_AGO;
        billing.hold(account, "gen-unreadable", 2_000_000, expired, "2000000");
        billing.hold(account, "gen-lost", 300_000, expired);
        // When
        reaper.reap();
        // Then its credit is not locked where nobody finds it
        assertThat(billing.registered(account, "gen-unreadable")).isTrue();
        assertThat(billing.holds(account)).containsExactly("gen-unreadable");
        assertThat(billing.held(account)).isEqualTo("2000000");
    }

    @Test
    void chargesALostGenerationThatIsHeardOfAfterAll() {
        // Given
        var account = Events.newAccount();
        var generation = Events.newGeneration();
        Billing.topUp(account, "10.00");
        billing.hold(account, generation, 2_000_000, System.currentTimeMillis() - LONG_AGO);
        reaper.reap();
        var late = Events.event(
                generation, account, "key-of-" + account, Events.MODEL, Usage.of(7, 3), new Money(1_500_000));
        // When
        billing.send(late);
        billing.send(late);
        billing.awaitSettled();
        billing.send(late);
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(8_500_000);
        Billing.generation(generation, account)
                .statusCode(200)
                .body("outcome", equalTo("answered"))
                .body("cost", equalTo(1_500_000));
        Billing.call()
                .queryParam("account_id", account)
                .get("/internal/keys/{id}/spend", late.keyId())
                .then()
                .body("generations", equalTo(1))
                .body("spent_micros", equalTo(1_500_000));
    }

    @Test
    void chargesNothingTwiceWhenTheHoldOfASettledGenerationExpires() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        var event = Events.costing(account, 1_000_000);
        billing.send(event);
        billing.awaitSettled();
        billing.hold(account, event.generationId(), 2_000_000, System.currentTimeMillis() - LONG_AGO);
        // When
        reaper.reap();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(9_000_000);
        assertThat(billing.held(account)).isNull();
        Billing.generation(event.generationId(), account).body("outcome", equalTo("answered"));
    }

    @Test
    void givesNothingUpThatMayStillBeInTheStream() {
        // Given
        var account = Events.newAccount();
        var generation = Events.newGeneration();
        Billing.topUp(account, "10.00");
        billing.hold(account, generation, 2_000_000, System.currentTimeMillis() - LONG_AGO);
        var addedBeforeTheExpiry = System.currentTimeMillis() - 2 * LONG_AGO;
        redis.execute(
                "EVAL", HOLD_BACK, "1", RedisNames.USAGE_STREAM, RedisNames.BILLING_GROUP, addedBeforeTheExpiry + "-0");
        // When
        reaper.reap();
        // Then
        assertThat(billing.holds(account)).containsExactly(generation);
        redis.execute("XGROUP", "SETID", RedisNames.USAGE_STREAM, RedisNames.BILLING_GROUP, "0");
        billing.awaitSettled();
        reaper.reap();
        assertThat(billing.holds(account)).isEmpty();
    }
}
