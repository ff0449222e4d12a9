package ru.xrouter.chart.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.chart.installed.Running.ok;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.api.testing.MadeCertificate;
import ru.xrouter.service.testing.RedisCluster;

/**
 * What values-production.yaml installs, on a Redis Cluster of six as it wants one: a first account, made as deployment.md says, gets an answer from each
 * provider and is charged for it. Traces are on besides, and a collector gets one of each answer.
 */
class ProductionIT {
    private static final String PROMPT = "Как пройти в библиотеку?";

    @TempDir
    private Path scratch;

    @Test
    void answersAndChargesAsInstalled() throws Exception {
        var certificate = MadeCertificate.asSecret(scratch.resolve("tls"));
        try (var redis = RedisCluster.start(Running.REDIS_PASSWORD);
                var collector = new Collector();
                var running = Running.start(scratch, certificate, """
                        redis: {hosts: ["%s"]}
                        traces: {enabled: true, endpoint: "%s", ratio: 1}
                        """.formatted(
                                String.join("\", \"", redis.urls().subList(0, 3)), collector.url()))) {
            // Given
            var key = running.newKey(running.newAccount()).path("key").asText();
            // When
            var secrets = new ArrayList<>(Running.SECRETS.values());
            secrets.addAll(List.of(key, PROMPT));
            for (var model : List.of("gigachat/GigaChat-2", "yandexgpt/yandexgpt")) {
                var answer = ok(running.chat(key, model, PROMPT));
                assertThat(answer.at("/choices/0/message/content").asText()).isNotEmpty();
                secrets.add(answer.at("/choices/0/message/content").asText());
            }
            // Then
            var ledger = running.awaitSettled(2);
            assertThat(ledger.path("ledger_micros").asLong())
                    .isEqualTo(ledger.path("balance_micros").asLong())
                    .isLessThan(1_000_000_000);
            var traces = new Traces(collector);
            traces.assertOneOf("GigaChat", "gigachat/GigaChat-2");
            traces.assertOneOf("YandexGPT", "yandexgpt/yandexgpt");
            traces.assertNothingOf(secrets);
            traces.assertNamedIn(running.scraped("gateway"));
            traces.assertNamedIn(running.scraped("gigachat"));
        }
    }
}
