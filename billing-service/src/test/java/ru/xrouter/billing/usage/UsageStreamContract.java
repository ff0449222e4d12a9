package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.XReadGroupArgs;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;

/** What billing makes of its stream: entries of the dead, entries it cannot read, and a Redis that was flushed. */
abstract class UsageStreamContract {
    @Inject
    Billing billing;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry metrics;

    /** Redis forgets everything. */
    abstract void flush();

    @Test
    void finishesWhatAConsumerThatDiedHadRead() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "1.00");
        var event = Events.costing(account, 250_000);
        var read = List.of();
        while (read.isEmpty()) {
            billing.send(event);
            read = List.copyOf(redis.stream(String.class)
                    .xreadgroup(
                            RedisNames.BILLING_GROUP,
                            "a-consumer-that-died",
                            RedisNames.USAGE_STREAM,
                            ">",
                            new XReadGroupArgs().count(1)));
        }
        // When
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(750_000);
    }

    @Test
    void parksWhatItCannotReadAndGoesOn() {
        // Given
        var account = Events.newAccount();
        var before = billing.parked();
        // When
        billing.sendText("{\"no\": \"usage event\"}");
        billing.sendText("not even JSON");
        billing.send(Events.costing(account, 11));
        billing.awaitSettled();
        // Then
        assertThat(billing.parked()).isEqualTo(before + 2);
        assertThat(Billing.balance(account)).isEqualTo(-11);
        assertThat(metrics.counter("xrouter.billing.events", "outcome", "parked")
                        .count())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void parksTheOneEventThatTheDatabaseRefusesAndSettlesItsNeighbours() {
        // Given
        var account = Events.newAccount();
        var before = billing.parked();
        var refused = Events.event(
                Events.newGeneration(), account, "key-1", "a model with a \u0000", Usage.of(1, 1), new Money(1_000));
        // When
        billing.send(Events.costing(account, 1));
        billing.send(refused);
        billing.send(Events.costing(account, 2));
        billing.awaitSettled();
        // Then
        assertThat(billing.parked()).isEqualTo(before + 1);
        assertThat(Billing.balance(account)).isEqualTo(-3);
        Billing.generation(refused.generationId(), account).statusCode(404);
    }

    @Test
    void startsAnewAfterRedisWasFlushed() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "5.00");
        billing.send(Events.costing(account, 1_000_000));
        billing.awaitSettled();
        // When
        flush();
        billing.send(Events.costing(account, 1_000_000));
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(3_000_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("3000000");
    }

    @Test
    void publishesAllBalancesAfterRedisWasFlushed() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "5.00");
        // When
        flush();
        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(billing.copiedBalance(account)).isEqualTo("5000000"));
    }

    @Test
    void neverOverwritesANewerBalance() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "5.00");
        redis.hash(String.class).hset(RedisNames.balance(account), "version", "99");
        redis.hash(String.class).hset(RedisNames.balance(account), "micros", "42");
        // When
        Billing.call()
                .post("/internal/accounts/{id}/balance/publish", account)
                .then()
                .statusCode(204);
        // Then
        assertThat(billing.copiedBalance(account)).isEqualTo("42");
    }
}
