package ru.xrouter.billing.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(NoticeTaker.class)
class LowBalanceIT {
    @Inject
    Billing billing;

    @Inject
    LowBalanceNotices notices;

    @SuppressWarnings("NullAway.Init") // The test resource injects it.
    NoticeTaker.Taken taken;

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

    private void spend(String account, long micros) {
        billing.send(Events.costing(account, micros));
        billing.awaitSettled();
    }
}
