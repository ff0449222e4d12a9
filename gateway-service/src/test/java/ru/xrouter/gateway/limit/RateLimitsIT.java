package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.get;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.post;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class RateLimitsIT {
    @Inject
    RedisDataSource redis;

    @Inject
    @ConfigProperty(name = "xrouter.redis.url")
    String redisUrl;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @Test
    void tellsTheLimitsOnEveryAnswer() {
        // Given
        var key = Peers.auth().newKey(60, 5, null);
        // When
        var first = chat(key, "plain");
        var invalid = post(key, "{");
        var reading = get(key, "/v1/models");
        // Then
        assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("60");
        assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("59");
        assertThat(header(first, "x-ratelimit-reset-requests")).isEqualTo("1s");
        assertThat(header(first, "x-xrouter-limit-mode")).isEqualTo("global");
        assertThat(invalid.statusCode()).isEqualTo(400);
        assertThat(header(invalid, "x-ratelimit-remaining-requests")).isEqualTo("58");
        assertThat(header(reading, "x-ratelimit-limit-requests")).isEqualTo("60");
        assertThat(Integer.parseInt(header(reading, "x-ratelimit-remaining-requests")))
                .isGreaterThanOrEqualTo(58);
    }

    @Test
    void refusesBeyondTheRateAndAdmitsTheClientThatWaitsAsLongAsTold() throws InterruptedException {
        // Given
        var key = Peers.auth().newKey(2, 5, null);
        chat(key, "plain");
        chat(key, "plain");
        // When
        var refused = chat(key, "plain");
        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        var error = json(refused).get("error");
        assertThat(error.get("type").asText()).isEqualTo("rate_limit_error");
        assertThat(error.get("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.has("param")).isTrue();
        assertThat(error.get("metadata").get("limit").asText()).isEqualTo("requests");
        assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
        var millis = Long.parseLong(header(refused, "retry-after-ms"));
        assertThat(millis).isBetween(1L, 30_000L);
        assertThat(header(refused, "retry-after")).isEqualTo(Long.toString(Math.ceilDiv(millis, 1000)));
        // When time has passed, which for the script is when the stored arrival is that much nearer
        var rate = RedisNames.requestRate(key.id());
        var values = redis.value(String.class);
        var arrival = Long.parseLong(Objects.requireNonNull(values.get(rate)));
        values.setex(rate, 600, Long.toString(arrival - millis * 1000));
        // Then
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(429);
    }

    @Test
    void refusesBeyondTheConcurrencyAndAdmitsAgainWhenOneHasEnded() throws InterruptedException {
        // Given
        var key = Peers.auth().newKey(1000, 1, null);
        var running = CompletableFuture.supplyAsync(() -> post(key, body("hold", key.id())));
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(key.id())) == 1);
        // When
        var refused = chat(key, "plain");
        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "retry-after")).isEqualTo("1");
        assertThat(json(refused).get("error").get("metadata").get("limit").asText())
                .isEqualTo("concurrency");
        // When
        eventually(() -> Peers.router().answer(key.id()));
        // Then
        assertThat(running.join().statusCode()).isEqualTo(200);
        eventually(() -> chat(key, "plain").statusCode() == 200);
    }

    @Test
    void givesThePlaceBackWhenTheRequestIsRefused() throws InterruptedException {
        // Given
        var key = Peers.auth().newKey(1000, 1, null);
        // When
        post(key, "{");
        chat(key, "unpaid");
        chat(key, "cut-early");
        // Then
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(key.id())) == 0);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
    }

    @Test
    void forgetsGenerationsOfAGatewayThatDied() {
        // Given
        var key = Peers.auth().newKey(1000, 1, null);
        redis.sortedSet(String.class)
                .zadd(RedisNames.running(key.id()), (double) (System.currentTimeMillis() - 1), "gen-of-a-dead-gateway");
        // Then
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
    }

    @Test
    void admitsNoMoreThanTheLimitHoweverManyGatewaysAsk() throws IOException {
        // Given
        var vertx = Vertx.vertx();
        var first = connect(vertx);
        var second = connect(vertx);
        var script = script();
        // When
        var answers = IntStream.range(0, 200)
                .mapToObj(i -> admit(i % 2 == 0 ? first : second, script, "gen-" + i))
                .toList();
        // Then
        var admitted = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.get(0).toInteger() == 0)
                .count();
        assertThat(admitted).isEqualTo(30);
        vertx.close();
    }

    private RedisConnection connect(Vertx vertx) {
        return Redis.createClient(vertx, redisUrl)
                .connect()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static CompletableFuture<Response> admit(RedisConnection gateway, String script, String generationId) {
        return gateway.send(Request.cmd(Command.EVAL)
                        .arg(script)
                        .arg(2)
                        .arg(RedisNames.requestRate("shared"))
                        .arg(RedisNames.running("shared"))
                        .arg(30)
                        .arg(1000)
                        .arg(generationId)
                        .arg(Duration.ofMinutes(1).toMillis()))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static String script() throws IOException {
        try (var in = Objects.requireNonNull(RateLimits.class.getResourceAsStream("admit.lua"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("No header " + name));
    }
}
