package ru.xrouter.billing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** The database went back to an earlier moment, Redis did not. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class RestoredDatabaseIT {
    @Inject
    Billing billing;

    @Inject
    BalancePublisher publisher;

    @Inject
    RedisDataSource redis;

    @Test
    void whatIsGoneFromTheLedgerCannotBeSpent() {
        // Given
        var account = Events.newAccount();
        var other = Events.newAccount();
        Billing.topUp(account, "100.00");
        Billing.topUp(other, "7.00");
        redis.hash(String.class).hset(RedisNames.balance(account), Map.of("micros", "600000000", "version", "20"));
        // When
        publisher.publishAll();
        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(billing.copiedBalance(account)).isEqualTo("100000000"));
        Billing.topUp(account, "1.00");
        assertThat(billing.copiedBalance(account)).isEqualTo("101000000");
        assertThat(billing.copy(other)).containsEntry("version", "1");
    }

    @Test
    void whatIsGoneFromTheLedgerCountsAgainstNoCap() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "100.00");
        var event = Events.capped(Events.costing(account, 600_000));
        billing.send(event);
        billing.awaitSettled();
        assertThat(billing.keySpend(account)).containsEntry("micros", "600000");
        var spent = RedisNames.keySpend(account, event.keyId());
        redis.hash(String.class).hset(spent, Map.of("micros", "90000000", "version", "20", "held", "5"));
        redis.hash(String.class).hset(RedisNames.balance(account), Map.of("micros", "9400000", "version", "20"));
        // When
        publisher.publishAll();
        // Then the router asks for it, and what is held stays
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(billing.keySpend(account)).doesNotContainKey("version"));
        Billing.call()
                .queryParam("key_id", event.keyId())
                .post("/internal/accounts/{id}/balance/publish", account)
                .then()
                .statusCode(204);
        assertThat(billing.keySpend(account)).containsEntry("micros", "600000").containsEntry("held", "5");
    }
}
