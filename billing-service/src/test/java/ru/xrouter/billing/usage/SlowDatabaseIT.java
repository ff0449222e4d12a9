package ru.xrouter.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Transactions that run out of time are tried again: the event is no worse for it. */
@QuarkusTest
@TestProfile(SlowDatabaseIT.Impatient.class)
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields.
class SlowDatabaseIT {
    @Inject
    Billing billing;

    @Inject
    DataSource database;

    @Test
    void settlesWhatTookTooLongBefore() throws Exception {
        // Given
        var account = Events.newAccount();
        Billing.topUp(account, "10.00").statusCode(201);
        sql(
                "create function billing.slow() returns trigger language plpgsql as 'begin perform pg_sleep(2); return null; end'");
        sql("create trigger slow after insert on billing.ledger_entry execute function billing.slow()");
        // When
        billing.send(Events.costing(account, 1_000_000));
        Thread.sleep(8_000);
        sql("drop function billing.slow() cascade");
        billing.awaitSettled();
        // Then
        assertThat(billing.parked()).isZero();
        assertThat(Billing.balance(account)).isEqualTo(9_000_000);
        assertThat(billing.copiedBalance(account)).isEqualTo("9000000");
    }

    private void sql(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.transaction-manager.default-transaction-timeout", "1S");
        }
    }
}
