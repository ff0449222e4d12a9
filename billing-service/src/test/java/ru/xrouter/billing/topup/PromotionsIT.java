package ru.xrouter.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class PromotionsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    Billing billing;

    @Inject
    PromotionExpiry expiry;

    @Inject
    TopUps topUps;

    @Inject
    DataSource database;

    @Test
    void isSpentBeforeWhatWasPaidIn() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "5.00");
        promote(account, "welcome", "1.00").statusCode(201).body("balance_micros", equalTo(6_000_000));
        promote(account, "welcome", "1.00").statusCode(200);
        promote(account, "welcome", "2.00").statusCode(409);
        // When
        billing.send(Events.costing(account, 1_500_000));
        billing.awaitSettled();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(4_500_000);
        assertThat(Billing.credits(account, "promotional_micros")).isZero();
        assertThat(Billing.credits(account, "topped_up_micros")).isEqualTo(5_000_000);
    }

    @Test
    void expiresButLeavesWhatIsHeld() throws SQLException {
        // Given
        var account = Events.newAccount();
        promote(account, "welcome", "1.00");
        billing.hold(account, "gen-running", 300_000, System.currentTimeMillis() + 60_000);
        past(account);
        // When
        expiry.expire();
        // Then
        assertThat(Billing.balance(account)).isEqualTo(300_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("300000");
        // When the generation is settled
        var event = Events.costing(account, 100_000);
        billing.send(event);
        billing.awaitSettled();
        expiry.expire();
        // Then nothing but what is still held is left
        assertThat(Billing.balance(account)).isEqualTo(200_000);
        audit();
    }

    @Test
    void admitsNothingByCreditThatIsBeingTakenBack() throws Exception {
        // Given
        var account = Events.newAccount();
        promote(account, "welcome", "1.00");
        past(account);
        // When the ledger has to wait
        expireWhileLocked(account, blocked -> {
            // Then Redis has not
            await().atMost(SOON).until(() -> "0".equals(billing.copiedBalance(account)));
            assertThat(Billing.balance(account)).isEqualTo(1_000_000);
        });
        // When
        // Then
        assertThat(Billing.balance(account)).isZero();
        assertThat(billing.copiedBalance(account)).isEqualTo("0");
        audit();
    }

    @Test
    void givesBackWhatTheLedgerCouldNotTake() throws Exception {
        // Given
        var account = Events.newAccount();
        promote(account, "welcome", "1.00");
        past(account);
        // When
        expireWhileLocked(account, blocked -> {
            await().atMost(SOON).until(() -> "0".equals(billing.copiedBalance(account)));
            blocked.execute("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'");
        });
        // Then
        assertThat(Billing.balance(account)).isEqualTo(1_000_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(billing.copiedBalance(account)).isEqualTo("1000000"));
        // When
        expiry.expire();
        // Then
        assertThat(Billing.balance(account)).isZero();
        assertThat(billing.copiedBalance(account)).isEqualTo("0");
        audit();
    }

    @Test
    void endsAlthoughTheCopyWasTakenFromTooLate() throws SQLException {
        // Given
        var account = Events.newAccount();
        promote(account, "welcome", "1.00");
        past(account);
        billing.copy(account, Map.of("micros", "400000", "version", "20"));
        // Then
        await().atMost(SOON).untilAsserted(() -> {
            expiry.expire();
            assertThat(Billing.balance(account)).isZero();
            assertThat(billing.copiedBalance(account)).isEqualTo("0");
        });
        audit();
    }

    @Test
    void looksAfterAccountsWithMoneyAlone() throws SQLException {
        // Given
        var account = Events.newAccount();
        promote(account, "welcome", "1.00");
        past(account);
        // When there is nothing that could be taken back
        balance(account, 0);
        var without = topUps.accountsWithExpiredPromotions(Integer.MAX_VALUE);
        balance(account, 1_000_000);
        // Then
        assertThat(without).doesNotContain(account);
        expiry.expire();
        assertThat(Billing.balance(account)).isZero();
        audit();
    }

    private void balance(String account, long micros) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "update billing.account set balance = %d where account_id = '%s'".formatted(micros, account));
        }
    }

    private interface Meanwhile {
        void act(Statement statement) throws SQLException;
    }

    private void expireWhileLocked(String account, Meanwhile meanwhile) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var other = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from billing.promotion where account_id = '%s' for update".formatted(account));
            var expired = other.submit(expiry::expire);
            meanwhile.act(statement);
            connection.rollback();
            expired.get();
        }
    }

    @Test
    void anOperatorSetsRightWhatWasBookedWrong() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "5.00");
        // When
        adjust(account, "ticket-1", "-1.50", "charged twice by hand").statusCode(201);
        adjust(account, "ticket-1", "-1.50", "charged twice by hand").statusCode(200);
        adjust(account, "ticket-1", "1.50", "charged twice by hand").statusCode(409);
        adjust(account, "ticket-2", "0.25", "").statusCode(400).body("error.param", equalTo("note"));
        // Then
        assertThat(Billing.balance(account)).isEqualTo(3_500_000);
        audit();
    }

    @Test
    void refusesAnExpiryThatHasPassed() {
        give(Events.newAccount(), "r", "1", "2020-01-01T00:00:00Z")
                .statusCode(400)
                .body("error.param", equalTo("expires_at"));
    }

    private static void audit() {
        Billing.call().post("/internal/ledger/audits").then().body("differing", equalTo(0));
    }

    private void past(String account) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "update billing.promotion set expires_at = now() - interval '1 minute' where account_id = '%s'"
                            .formatted(account));
        }
    }

    private static ValidatableResponse promote(String account, String reference, String roubles) {
        return give(
                account,
                reference,
                roubles,
                Instant.now().plus(Duration.ofDays(1)).toString());
    }

    private static ValidatableResponse give(String account, String reference, String roubles, String expiresAt) {
        return Billing.call()
                .body("{\"amount\": \"%s\", \"reference\": \"%s\", \"expires_at\": \"%s\"}"
                        .formatted(roubles, reference, expiresAt))
                .post("/internal/accounts/{id}/promotions", account)
                .then();
    }

    private static ValidatableResponse adjust(String account, String reference, String roubles, String note) {
        return Billing.call()
                .body("{\"amount\": \"%s\", \"reference\": \"%s\", \"note\": \"%s\"}"
                        .formatted(roubles, reference, note))
                .post("/internal/accounts/{id}/adjustments", account)
                .then();
    }
}
