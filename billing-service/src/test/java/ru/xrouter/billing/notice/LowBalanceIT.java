package ru.xrouter.billing.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(NoticeTaker.class)
@WithTestResource(FakeAuth.class)
class LowBalanceIT {
    @Inject
    Billing billing;

    @Inject
    LowBalanceNotices notices;

    @SuppressWarnings("NullAway.Init") // The test resource injects it.
    NoticeTaker.Taken taken;

    @SuppressWarnings("NullAway.Init") // The test resource injects it.
    FakeAuth.Mailed mailed;

    @Inject
    DataSource database;

    @Test
    void tellsOnceEachTimeAnAccountRunsLow() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "150.00");
        notices.look();
        assertThat(taken.of(account)).isEmpty();
        // When
        spend(account, 60_000_000);
        notices.look();
        notices.look();
        // Then
        assertThat(taken.of(account)).singleElement().satisfies(notice -> {
            assertThat(notice.body()).contains("\"balance.low\"", account, "90.000000");
            assertThat(notice.signature()).matches("t=\\d+,v1=[0-9a-f]{64}");
        });
        // When it has recovered and runs low again
        Billing.topUp(account, "50.00");
        notices.look();
        spend(account, 60_000_000);
        notices.look();
        // Then
        assertThat(taken.of(account)).hasSize(2);
    }

    @Test
    void tellsAgainWhatWasNotTaken() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "1.00");
        taken.answers(500);
        notices.look();
        // When
        taken.answers(204);
        notices.look();
        notices.look();
        // Then
        assertThat(taken.of(account)).hasSize(2);
    }

    @Test
    void hasThePeopleOfAnAccountMailedOnceEachTimeItRunsLow() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "150.00");
        notices.look();
        assertThat(mailed.to(account)).isEmpty();
        // When
        spend(account, 60_000_000);
        notices.look();
        notices.look();
        // Then
        assertThat(mailed.to(account)).containsExactly("{\"balance\":90.000000,\"below\":100}");
        // When it has recovered and runs low again
        Billing.topUp(account, "50.00");
        notices.look();
        spend(account, 60_000_000);
        notices.look();
        // Then
        assertThat(mailed.to(account)).hasSize(2);
    }

    @Test
    void asksAgainForMailsThatCouldNotBeSentAndLeavesTheWebhookAlone() {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "1.00");
        mailed.answers(account, 503);
        notices.look();
        // When
        mailed.answers(account, 200);
        notices.look();
        notices.look();
        // Then
        assertThat(mailed.to(account)).hasSize(2);
        assertThat(taken.of(account)).hasSize(1);
    }

    @Test
    void doesNotAskAgainForAnAccountWithoutPeople() {
        var account = Events.newAccount();
        Billing.topUp(account, "1.00");
        mailed.answers(account, 404);
        notices.look();
        notices.look();
        assertThat(mailed.to(account)).hasSize(1);
    }

    @Test
    void leavesToAnotherProcessWhatThatIsAt() throws SQLException {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "1.00");
        since(account, "4 minutes");
        notices.look();
        assertThat(mailed.to(account)).isEmpty();
        // When the other process has died
        since(account, "6 minutes");
        notices.look();
        // Then
        assertThat(mailed.to(account)).hasSize(1);
    }

    private void since(String account, String ago) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("""
                        update account
                        set low_balance_mailing = now() - cast(? as interval)
                        where account_id = ?
                        """)) {
            update.setString(1, ago);
            update.setString(2, account);
            update.executeUpdate();
        }
    }

    private void spend(String account, long micros) {
        billing.send(Events.costing(account, micros));
        billing.awaitSettled();
    }
}
