package ru.xrouter.yandexgpt.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.provider.Authorization;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.simulator.Simulator;
import ru.xrouter.yandexgpt.Settings;

/** Replicas of the adapter with one Redis; the simulator counts the IAM tokens that they fetch. */
class IamTokensTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Simulator SIMULATOR = Simulator.start(0);
    private static final EmbeddedRedisResource REDIS = new EmbeddedRedisResource();
    private static final String REDIS_URL = REDIS.start().values().iterator().next();

    @TempDir
    Path folder;

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        SIMULATOR.close();
        REDIS.stop();
    }

    @Test
    void fetchesOneTokenForAllReplicasOfOurServiceAccount() throws Exception {
        // Given
        var key = key();
        var replicas = Stream.generate(() -> replica(REDIS_URL).ofOurServiceAccount(key))
                .limit(5)
                .toList();
        var before = issued();
        // When
        var tokens = replicas.stream().map(Authorization::authorization).toList();
        // Then
        assertThat(tokens.stream()
                        .map(each ->
                                each.toCompletionStage().toCompletableFuture().join())
                        .distinct())
                .singleElement()
                .asString()
                .startsWith("Bearer t1.");
        assertThat(issued() - before).isEqualTo(1);
    }

    @Test
    void fetchesATokenForEachReplicaWithoutRedis() throws Exception {
        // Given
        var key = key();
        var before = issued();
        // When
        var first = token(replica("redis://127.0.0.1:1").ofOurServiceAccount(key));
        var second = token(replica("redis://127.0.0.1:1").ofOurServiceAccount(key));
        // Then
        assertThat(first).isNotEqualTo(second);
        assertThat(issued() - before).isEqualTo(2);
    }

    @Test
    void storesNothingOfACustomers() throws Exception {
        // Given
        var redis = Redis.createClient(VERTX, REDIS_URL);
        redis.send(Request.cmd(Command.FLUSHALL))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        // When
        token(replica(REDIS_URL).ofServiceAccount(key()));
        // Then
        var keys = redis.send(Request.cmd(Command.DBSIZE)).toCompletionStage().toCompletableFuture();
        assertThat(keys.get(10, TimeUnit.SECONDS).toLong()).isZero();
    }

    private AuthorizedKey key() {
        return AuthorizedKey.read(KeyFiles.write(folder.resolve("key.json"), KeyFiles.keyPair()));
    }

    private static IamTokens replica(String redisUrl) {
        var config = Settings.read(Map.of(
                "xrouter.yandexgpt.folder-id", "b1gfolder", "xrouter.yandexgpt.iam-url", url("/yandex/iam/v1/tokens")));
        return new IamTokens(VERTX, Settings.redis(VERTX, redisUrl), new SimpleMeterRegistry(), config);
    }

    private static long issued() throws Exception {
        try (var served = URI.create(url("/_sim/served")).toURL().openStream()) {
            return new JsonMapper()
                    .readTree(served)
                    .at("/access_tokens/yandexgpt")
                    .asLong();
        }
    }

    private static String url(String path) {
        return "http://localhost:%d%s".formatted(SIMULATOR.port(), path);
    }

    private static @Nullable String token(Authorization authorization) throws Exception {
        return authorization
                .authorization()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
