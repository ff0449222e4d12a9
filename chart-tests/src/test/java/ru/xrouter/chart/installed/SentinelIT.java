package ru.xrouter.chart.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.chart.installed.Running.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.service.testing.RedisSentinels;

/** What the chart installs for {@code redis.mode: sentinel}, with TLS and a password: it goes on after a fail-over, and every answer is charged once. */
class SentinelIT {
    @TempDir
    private Path scratch;

    private int answered;

    @Test
    void goesOnWithTheReplicaWhenTheMasterDies() throws Exception {
        var certificate = MadeCertificate.asSecret(scratch.resolve("tls"));
        try (var redis = RedisSentinels.start(Running.REDIS_PASSWORD, scratch.resolve("tls"));
                var running = Running.start(scratch, certificate, """
                        redis: {mode: sentinel, masterName: %s, hosts: ["%s"], caCertificate: {existingSecret: authority}}
                        """.formatted(
                                RedisSentinels.MASTER, String.join("\", \"", redis.urls())))) {
            // Given
            var account = running.newAccount();
            var key = running.newKey(account);
            var revoked = running.newKey(account);
            ok(chat(running, key));
            ok(chat(running, revoked));
            // When
            redis.failOver();
            // Then
            ok(Running.await(() -> chat(running, key), SentinelIT::answeredWithLimitsOfAll));
            running.revoke(revoked);
            var refused = Running.await(() -> chat(running, revoked), answer -> answer.statusCode() == 401);
            assertThat(refused.statusCode()).isEqualTo(401);
            var ledger = running.awaitSettled(answered);
            assertThat(ledger.path("ledger_micros").asLong())
                    .isEqualTo(ledger.path("balance_micros").asLong())
                    .isLessThan(1_000_000_000);
        }
    }

    private HttpResponse<String> chat(Running running, JsonNode key) throws Exception {
        var answer = running.chat(key.path("key").asText(), "gigachat/GigaChat-2", "Как пройти в библиотеку?");
        answered += answer.statusCode() == 200 ? 1 : 0;
        return answer;
    }

    /** A gateway that has no Redis yet answers too, by limits of its own. */
    private static boolean answeredWithLimitsOfAll(HttpResponse<String> answer) {
        return answer.statusCode() == 200
                && answer.headers()
                        .firstValue("x-xrouter-limit-mode")
                        .orElse("")
                        .equals("global");
    }
}
