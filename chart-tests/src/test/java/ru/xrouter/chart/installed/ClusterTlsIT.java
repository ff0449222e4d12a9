package ru.xrouter.chart.installed;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.service.testing.RedisCluster;

/** What the chart installs for {@code redis.mode: cluster} with TLS and a password. */
class ClusterTlsIT {
    private static final String USAGE_EVENTS = "xrouter:{usage}:events";

    @TempDir
    private Path scratch;

    @BeforeAll
    static void needsRedis() throws Exception {
        try {
            var process = new ProcessBuilder("redis-server", "--version").start();
            var version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // Before 7.0 the nodes of a cluster tell addresses alone, for which no certificate is made.
            if (version.matches("(?s).* v=([7-9]|\\d\\d+)\\..*")) {
                return;
            }
            skip("redis-server is older than 7.0: " + version.strip());
        } catch (IOException _) {
            skip("there is no redis-server in PATH");
        }
    }

    private static void skip(String reason) {
        System.out.println("Skipped ClusterTlsIT: " + reason);
        abort(reason);
    }

    @Test
    void goesOnWithTheReplicaWhenAMasterDies() throws Exception {
        var certificate = MadeCertificate.asSecret(scratch.resolve("tls"));
        try (var redis = RedisCluster.startWithTls(Running.REDIS_PASSWORD, scratch.resolve("tls"));
                var running = Running.start(scratch, certificate, """
                        redis: {hosts: ["%s"], caCertificate: {existingSecret: authority}}
                        """.formatted(
                                String.join("\", \"", redis.urls().subList(0, 3))))) {
            FailOver.isSurvived(running, () -> redis.failOver(USAGE_EVENTS));
        }
    }
}
