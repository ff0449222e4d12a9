package ru.xrouter.billing.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.billing.testing.Billing;
import ru.xrouter.billing.testing.Events;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Billing as a role that owns nothing. */
@QuarkusTest
@TestProfile(MigrateNeverIT.Never.class)
@WithTestResource(MigratedPostgresResource.class)
@WithTestResource(EmbeddedRedisResource.class)
class MigrateNeverIT {
    @Inject
    DataSource database;

    @Inject
    Billing billing;

    @Test
    void serves() {
        // Given
        var account = Events.newAccount();
        // When
        Billing.topUp(account, "100.00").statusCode(201);
        // Then
        assertThat(Billing.balance(account)).isEqualTo(100_000_000);
        assertThat(billing.copy(account)).containsEntry("micros", "100000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table mine (id int)",
                "alter table generation add column mine int",
                "drop table key_spend",
                "truncate account cascade",
                "update ledger_entry set amount = 0",
                "delete from ledger_entry",
                "alter table ledger_entry disable trigger all",
                "delete from flyway_schema_history"
            })
    void mayNot(String statement) {
        assertThatThrownBy(() -> run(statement)).hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static final class Never implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.migrate", "never");
        }
    }
}
