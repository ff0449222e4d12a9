package ru.xrouter.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** Migrations on a database that has data, by a role that is no superuser. */
class MigrationTest {
    private static final String ROLE = "xrouter_billing";

    @Test
    void bringsTheFirstLedgerIntoDoubleEntryWithItsData() throws IOException, SQLException {
        try (var postgres = EmbeddedPostgres.start()) {
            // Given
            try (var admin = postgres.getPostgresDatabase().getConnection()) {
                run(admin, "create role " + ROLE + " login");
                run(admin, "create schema billing authorization " + ROLE);
            }
            flyway(postgres).target("1").load().migrate();
            try (var connection = connect(postgres)) {
                run(connection, "insert into account values ('a', 700, 1000, 300, 3, now()), ('b', 5, 5, 0, 1, now())");
                run(connection, """
                        insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                        values ('a', 'top_up', 'r', 'top_up', 'customer_credit', 1000),
                               ('b', 'top_up', 'r', 'top_up', 'customer_credit', 5),
                               ('a', 'settlement', 'g1', 'customer_credit', 'revenue:GigaChat', 0),
                               ('a', 'correction', 'g1', 'customer_credit', 'revenue:GigaChat', 100),
                               ('a', 'settlement', 'g2', 'customer_credit', 'revenue:YandexGPT', 200)
                        """);
            }
            // When
            flyway(postgres).load().migrate();
            // Then
            try (var connection = connect(postgres)) {
                assertThat(balances(connection))
                        .isEqualTo(Map.of(
                                "customer_credit", 705L,
                                "revenue:GigaChat", 100L,
                                "revenue:YandexGPT", 200L,
                                "top_up", -1005L));
                run(connection, """
                        insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                        values ('a', 'vat', 'g2', 'revenue:YandexGPT', 'vat', 36)
                        """);
                assertThat(balances(connection))
                        .containsEntry("revenue:YandexGPT", 164L)
                        .containsEntry("vat", 36L);
                for (var change : new String[] {
                    "update ledger_entry set amount = 1", "delete from ledger_entry", "truncate ledger_entry"
                }) {
                    assertThatThrownBy(() -> run(connection, change)).hasMessageContaining("permission denied");
                }
                assertThatThrownBy(() -> run(connection, """
                                insert into ledger_entry (account_id, kind, reference, debit, credit, amount)
                                values ('a', 'vat', 'g3', 'vat', 'vat', 1)
                                """)).hasMessageContaining("ledger_entry_moves");
            }
        }
    }

    private static FluentConfiguration flyway(EmbeddedPostgres postgres) {
        return Flyway.configure()
                .dataSource(postgres.getDatabase(ROLE, "postgres"))
                .schemas("billing")
                .defaultSchema("billing")
                .placeholders(Map.of("runtime_role", ROLE))
                .locations("classpath:db/migration");
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        var connection = postgres.getDatabase(ROLE, "postgres").getConnection();
        run(connection, "set search_path = billing");
        return connection;
    }

    private static Map<String, Long> balances(Connection connection) throws SQLException {
        var balances = new TreeMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select ledger_account, balance from ledger_balance")) {
            while (rows.next()) {
                balances.put(rows.getString(1), rows.getLong(2));
            }
        }
        return balances;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
