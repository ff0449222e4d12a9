package ru.xrouter.local.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import ru.xrouter.local.plan.Secrets;

/** Gives each service that keeps tables a role, a database and a schema of its own; what exists already stays. */
final class Databases {
    private final EmbeddedPostgres server;
    private final Secrets secrets;

    Databases(EmbeddedPostgres server, Secrets secrets) {
        this.server = server;
        this.secrets = secrets;
    }

    void create() throws SQLException {
        create("auth", secrets.authDatabasePassword());
        create("billing", secrets.billingDatabasePassword());
    }

    private void create(String schema, String password) throws SQLException {
        var role = "xrouter_" + schema;
        try (var connection = server.getPostgresDatabase().getConnection()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                run(connection, "CREATE ROLE " + role + " LOGIN");
            }
            setPassword(connection, role, password);
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", role)) {
                run(connection, "CREATE DATABASE " + role + " OWNER " + role);
                run(connection, "REVOKE ALL ON DATABASE " + role + " FROM PUBLIC");
            }
        }
        try (var connection = server.getDatabase("postgres", role).getConnection()) {
            run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + role);
        }
    }

    private static void setPassword(Connection connection, String role, String password) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT format('ALTER ROLE %I PASSWORD %L', ?::text, ?::text)")) {
            statement.setString(1, role);
            statement.setString(2, password);
            try (var rows = statement.executeQuery()) {
                rows.next();
                run(connection, rows.getString(1));
            }
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
