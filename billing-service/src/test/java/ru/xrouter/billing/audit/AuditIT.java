package ru.xrouter.billing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class AuditIT {
    @Inject
    Billing billing;

    @Inject
    RedisDataSource redis;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry metrics;

    @Inject
    AuditMetrics shown;

    @Test
    void findsNothingWhereNothingIsWrong() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        billing.send(Events.answered(account, new Usage(1_000, 500, 400, 20, true)));
        billing.awaitSettled();
        // When
        var audit = audit();
        // Then
        audit.body("differing", equalTo(0)).body("difference_micros", equalTo(0));
        assertThat(audit.extract().jsonPath().getList("checks")).hasSize(13);
    }

    @Test
    void findsABalanceThatIsNotWhatTheEntriesSayAndShowsIt() throws SQLException {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00");
        execute("update billing.account set balance = balance + 7 where account_id = '%s'".formatted(account));
        // When
        var audit = audit();
        shown.measure();
        // Then
        audit.body("differing", equalTo(1))
                .body("difference_micros", equalTo(7))
                .body("checks.find { it.check == 'account_balances' }.differing", equalTo(1));
        assertThat(gauge("xrouter.billing.audit.difference.micro.roubles")).isEqualTo(7);
        assertThat(gauge("xrouter.billing.balance.drift.accounts")).isEqualTo(1);
        assertThat(gauge("xrouter.billing.audit.age.seconds")).isBetween(0.0, 60.0);
        execute("update billing.account set balance = balance - 7 where account_id = '%s'".formatted(account));
        audit().body("differing", equalTo(0));
    }

    @Test
    void findsACopyThatIsNotWhatTheDatabaseSaysAndHasItMended() {
        // Given
        audit();
        var other = Events.newAccount();
        var older = Events.newAccount();
        var gone = Events.newAccount();
        for (var account : List.of(other, older, gone)) {
            Billing.topUp(account, "10.00");
        }
        redis.hash(String.class).hset(RedisNames.balance(other), "micros", "10000001");
        redis.hash(String.class).hset(RedisNames.balance(older), Map.of("micros", "0", "version", "0"));
        redis.key().del(RedisNames.balance(gone));
        // When
        audit().body("drifting_copies", equalTo(3)).body("differing", equalTo(0));
        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (var account : List.of(other, older, gone)) {
                assertThat(billing.copiedBalance(account)).isEqualTo("10000000");
            }
        });
        audit().body("drifting_copies", equalTo(0));
    }

    @Test
    void findsWhatOtherSumsHaveLost() throws SQLException {
        // Given
        var account = Events.newAccount();
        var event = Events.answered(account, Usage.of(1_000, 500));
        billing.send(event);
        billing.awaitSettled();
        var key = "where account_id = '%s'".formatted(account);
        execute("update billing.key_spend set spent = spent - 3 " + key);
        execute("update billing.generation set vat = vat + 2 " + key);
        execute("update billing.ledger_balance set balance = balance + 5 where ledger_account = 'vat'");
        // When
        var audit = audit();
        // Then
        audit.body("difference_micros", equalTo(10))
                .body("checks.find { it.check == 'key_spend' }.difference_micros", equalTo(3))
                .body("checks.find { it.check == 'generation_vat' }.difference_micros", equalTo(2))
                .body("checks.find { it.check == 'ledger_balances' }.difference_micros", equalTo(5));
        execute("update billing.key_spend set spent = spent + 3 " + key);
        execute("update billing.generation set vat = vat - 2 " + key);
        execute("update billing.ledger_balance set balance = balance - 5 where ledger_account = 'vat'");
    }

    @Test
    void isOneAtATime() throws SQLException {
        // Given
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(7201463250714001)");
            // When
            var refused = Billing.call().post("/internal/ledger/audits").then();
            // Then
            refused.statusCode(503);
            connection.rollback();
        }
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> audit());
    }

    @Test
    void isForOperatorsAlone() {
        RestAssured.given().post("/internal/ledger/audits").then().statusCode(401);
    }

    private static ValidatableResponse audit() {
        return Billing.call().post("/internal/ledger/audits").then().statusCode(200);
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
