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
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.billing.ledger.AccountStore;
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
    AccountStore accounts;

    @Inject
    Session session;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry metrics;

    @Inject
    AuditMetrics shown;

    @Test
    @ActivateRequestContext
    void keepsNoAccountThatItHasLookedAt() {
        Billing.topUp(Events.newAccount(), "10.00");

        var page = accounts.page("", 1);

        assertThat(page).hasSize(1).noneMatch(session::contains);
    }

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
        assertThat(audit.extract().jsonPath().getList("checks")).hasSize(28);
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
        audit.body("difference_micros", equalTo(12))
                .body("checks.find { it.check == 'usage_by_day_vat' }.difference_micros", equalTo(2))
                .body("checks.find { it.check == 'key_spend' }.difference_micros", equalTo(3))
                .body("checks.find { it.check == 'generation_vat' }.difference_micros", equalTo(2))
                .body("checks.find { it.check == 'ledger_balances' }.difference_micros", equalTo(5));
        execute("update billing.key_spend set spent = spent + 3 " + key);
        execute("update billing.generation set vat = vat - 2 " + key);
        execute("update billing.ledger_balance set balance = balance - 5 where ledger_account = 'vat'");
    }

    @Test
    void findsEveryFigureOfADayThatIsNotWhatTheGenerationsSay() throws SQLException {
        // Given
        var account = Events.newAccount();
        billing.send(Events.after(
                Events.byok(Events.answered(account, new Usage(1_000, 500, 400, 20, true))),
                Events.givenUp("gigachat", Usage.estimate(700, 3))));
        billing.awaitSettled();
        audit().body("differing", equalTo(0));
        for (var figure : figuresOfADay()) {
            var change = "update billing.usage_day set %1$s = %1$s %2$s where account_id = '%3$s'";
            execute(change.formatted(figure, "+ 4", account));
            // When
            var audit = audit();
            // Then
            audit.body("differing", equalTo(1))
                    .body(
                            "checks.find { it.check == 'usage_by_day_%s' }.difference_micros".formatted(figure),
                            equalTo(4));
            execute(change.formatted(figure, "- 4", account));
        }
        // Given usage of another day
        var moved = "update billing.usage_day set day = day %s where account_id = '%s'";
        execute(moved.formatted("- 1", account));
        // When
        audit().body("checks.find { it.check == 'usage_by_day_prompt_tokens' }.difference_micros", equalTo(2_000));
        execute(moved.formatted("+ 1", account));
        audit().body("differing", equalTo(0));
    }

    @Test
    void findsProviderCostOfAnAttemptThatWasGivenUpAndIsNotInTheLedger() throws SQLException {
        // Given
        var event = Events.after(
                Events.answered(Events.newAccount(), Usage.of(1_000, 500)),
                Events.givenUp("yandexgpt", Usage.estimate(700, 0)));
        billing.send(event);
        billing.awaitSettled();
        var change = "update billing.given_up_attempt set provider_cost = provider_cost %s where generation_id = '%s'";
        execute(change.formatted("+ 6", event.generationId()));
        // When
        var audit = audit();
        // Then
        audit.body("difference_micros", equalTo(12))
                .body("checks.find { it.check == 'provider_costs' }.difference_micros", equalTo(6))
                .body(
                        "checks.find { it.check == 'usage_by_day_given_up_provider_cost' }.difference_micros",
                        equalTo(6));
        execute(change.formatted("- 6", event.generationId()));
        audit().body("differing", equalTo(0));
    }

    @Test
    void findsNothingWrongWithOwnCredentialsOfDaysThatDoNotTellThemApart() throws SQLException {
        // Given
        var account = Events.newAccount();
        billing.send(Events.byok(Events.answered(account, Usage.of(1_000, 500))));
        billing.awaitSettled();
        execute(
                "update billing.usage_day set byok_generations = 0, byok_prompt_tokens = 0, byok_completion_tokens = 0, byok_cost = 0 where account_id = '%s'"
                        .formatted(account));
        audit().body("differing", equalTo(4));
        execute("update billing.usage_day_told_apart set since = current_date + 2");
        // When
        var audit = audit();
        // Then
        audit.body("differing", equalTo(0));
        execute("update billing.usage_day_told_apart set since = '-infinity'");
        execute(
                "update billing.usage_day set byok_generations = generations, byok_prompt_tokens = prompt_tokens, byok_completion_tokens = completion_tokens, byok_cost = cost where account_id = '%s'"
                        .formatted(account));
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

    /** All columns that are no part of the key, so that a new one is not forgotten. */
    private List<String> figuresOfADay() throws SQLException {
        var sql = """
                select column_name from information_schema.columns
                where table_schema = 'billing' and table_name = 'usage_day' and data_type = 'bigint'
                """;
        var figures = new ArrayList<String>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                figures.add(rows.getString(1));
            }
        }
        assertThat(figures).hasSize(16);
        return figures;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
