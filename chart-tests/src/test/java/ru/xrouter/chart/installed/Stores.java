package ru.xrouter.chart.installed;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import redis.embedded.RedisServer;

/** PostgreSQL and Redis as the production overlay makes them: TLS, an owner and a serving role for each database, a password. */
record Stores(EmbeddedPostgres postgres, RedisServer redis, int redisPort) implements AutoCloseable {
    static final String REDIS_PASSWORD = "password-of-redis";

    static Stores start(Certificates certificates) throws IOException, SQLException {
        var postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setServerConfig(
                        "ssl_cert_file",
                        certificates.folder().resolve("tls.crt").toString())
                .setServerConfig(
                        "ssl_key_file", certificates.folder().resolve("tls.key").toString())
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
        var port = Ports.free();
        var redis = RedisServer.newRedisServer()
                .port(port)
                .setting("requirepass " + REDIS_PASSWORD)
                .setting("save \"\"")
                .build();
        redis.start();
        return new Stores(postgres, redis, port);
    }

    String database(String service) {
        return "jdbc:postgresql://localhost:%d/xrouter_%s".formatted(postgres.getPort(), service);
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + redisPort;
    }

    @Override
    public void close() throws IOException {
        redis.stop();
        postgres.close();
    }
}
