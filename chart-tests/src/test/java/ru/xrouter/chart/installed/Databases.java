package ru.xrouter.chart.installed;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import ru.xrouter.api.testing.MadeCertificate;

/** PostgreSQL as the production overlay makes it: TLS, an owner and a serving role for each database. */
record Databases(EmbeddedPostgres postgres) implements AutoCloseable {
    static Databases start(MadeCertificate certificate) throws IOException, SQLException {
        var postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .start();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var service : List.of("auth", "billing")) {
                for (var role : List.of("xrouter_" + service, "xrouter_%s_owner".formatted(service))) {
                    statement.execute("create role %1$s login password '%1$s'".formatted(role));
                }
                statement.execute("create database xrouter_%1$s owner xrouter_%1$s_owner".formatted(service));
            }
        }
        return new Databases(postgres);
    }

    String url(String service) {
        return "jdbc:postgresql://localhost:%d/xrouter_%s".formatted(postgres.getPort(), service);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
