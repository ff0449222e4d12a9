package ru.xrouter.chart.installed;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.service.testing.RedisSentinels;

/** What the chart installs for {@code redis.mode: sentinel}, with TLS and a password. */
class SentinelIT {
    @TempDir
    private Path scratch;

    @Test
    void goesOnWithTheReplicaWhenTheMasterDies() throws Exception {
        var certificate = MadeCertificate.asSecret(scratch.resolve("tls"));
        try (var redis = RedisSentinels.start(Running.REDIS_PASSWORD, scratch.resolve("tls"));
                var running = Running.start(scratch, certificate, """
                        redis: {mode: sentinel, masterName: %s, hosts: ["%s"], caCertificate: {existingSecret: authority}}
                        """.formatted(
                                RedisSentinels.MASTER, String.join("\", \"", redis.urls())))) {
            FailOver.isSurvived(running, redis::failOver);
        }
    }
}
