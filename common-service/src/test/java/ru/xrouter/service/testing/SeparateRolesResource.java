package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL as in production: one role owns the schema and migrates it, another one serves. Starts without any table. */
public class SeparateRolesResource implements QuarkusTestResourceLifecycleManager {
    public static final String OWNER = "house_owner";
    public static final String RUNTIME = "house_runtime";
    private static final String DATABASE = "house";

    private @Nullable EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            var started =
                    EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
            postgres = started;
            try (var connection = started.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                for (var role : new String[] {OWNER, RUNTIME}) {
                    statement.execute("create role %1$s login password '%1$s'".formatted(role));
                }
                statement.execute("create database %s owner %s".formatted(DATABASE, OWNER));
            }
            return settings(OWNER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a process is told that works as this role. */
    protected Map<String, String> settings(String role) {
        return Map.of(
                "xrouter.db.url", url(),
                "xrouter.db.username", role,
                "xrouter.db.password", role,
                "xrouter.db.runtime-username", RUNTIME);
    }

    protected String url() {
        var running = postgres;
        if (running == null) {
            throw new IllegalStateException("PostgreSQL does not run.");
        }
        return running.getJdbcUrl(OWNER, DATABASE).replaceAll("\\?.*", "");
    }

    @Override
    public void stop() {
        var running = postgres;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
