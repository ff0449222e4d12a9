package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.get;
import static ru.xrouter.gateway.testing.GatewayClient.header;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.post;

import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;

/** What a key, and an account with all its keys, may ask for. */
abstract class RateLimitsContract {
    private static final String LARGE = "{\"model\":\"plain\",\"messages\":[{}],\"max_tokens\":4000}";

    @Inject
    RedisDataSource redis;

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
        passes(RedisNames.limits(key.accountId(), key.id()), millis * 1000);
        // Then
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(429);
    }

    private void passes(String limits, long micros) {
        var fields = redis.hash(String.class);
        for (var field : List.of("rpm", "rpd", "tpm", "tpd")) {
            var arrival = fields.hget(limits, field);
            if (arrival != null) {
                fields.hset(limits, field, Long.toString(Long.parseLong(arrival) - micros));
            }
        }
    }

    @Test
    void limitsTheDayToo() {
        // Given
        var limits = new JsonObject()
                .put("requests_per_minute", 100)
                .put("requests_per_day", 2)
                .put("concurrency", 5);
        var key = Peers.auth().newKey(Peers.auth().newAccount(), limits, null);
        chat(key, "plain");
        // When
        var second = chat(key, "plain");
        var refused = chat(key, "plain");
        // Then
        assertThat(header(second, "x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(header(second, "x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).get("error").get("message").asText()).contains("2 requests per day for this key");
        passes(RedisNames.limits(key.accountId(), key.id()), Long.parseLong(header(refused, "retry-after-ms")) * 1000);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(429);
    }

    @Test
    void takesTokensAtAdmissionAndTellsTheRouterHowMany() {
        // Given
        var limits = new JsonObject()
                .put("requests_per_minute", 100)
                .put("tokens_per_minute", 1000)
                .put("tokens_per_day", 50_000)
                .put("concurrency", 5);
        var key = Peers.auth().newKey(Peers.auth().newAccount(), limits, null);
        var body = "{\"model\":\"plain\",\"messages\":[{}],\"max_tokens\":400,\"n\":2}";
        var tokens = 800 + Math.ceilDiv(body.length(), 4);
        // When
        var first = post(key, body);
        var refused = post(key, body);
        var hopeless = post(key, body.replace("400", "501"));
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "x-ratelimit-limit-tokens")).isEqualTo("1000");
        assertThat(Integer.parseInt(header(first, "x-ratelimit-remaining-tokens")))
                .isBetween(1000 - tokens, 1000 - tokens + 5);
        assertThat(Peers.router().last().headers().get(Headers.TOKEN_RESERVATION))
                .isEqualTo(tokens + ";1000,50000");
        assertThat(Peers.router().last().headers().get(Headers.TOKENS_TAKEN_AT)).matches("\\d{16}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).get("error").get("metadata").get("limit").asText())
                .isEqualTo("tokens");
        assertThat(hopeless.statusCode()).isEqualTo(429);
        assertThat(header(hopeless, "x-should-retry")).isEqualTo("false");
        assertThat(hopeless.headers().map())
                .as("however long the client waits, this request will not pass")
                .doesNotContainKeys("retry-after", "retry-after-ms");
        passes(RedisNames.limits(key.accountId(), key.id()), Long.parseLong(header(refused, "retry-after-ms")) * 1000);
        assertThat(post(key, body).statusCode()).isEqualTo(200);
    }

    @Test
    void givesTokensBackWhenTheRouterIsNotAsked() throws InterruptedException {
        // Given
        var key = tokensPerDay();
        post(key, "once", LARGE);
        eventually(() -> post(key, "once", LARGE)
                .headers()
                .firstValue("x-xrouter-replayed")
                .isPresent());
        // Then
        eventually(() -> tokens(key) > 5_000);
        assertThat(tokens(key)).isLessThan(6_000);
        // When
        var conflict = post(key, "once", LARGE.replace("{}", "{ }"));
        // Then
        assertThat(conflict.statusCode()).isEqualTo(409);
        eventually(() -> tokens(key) > 5_000);
        // When
        var unusable = post(key, "x".repeat(256), LARGE);
        // Then
        assertThat(unusable.statusCode()).isEqualTo(400);
        eventually(() -> tokens(key) > 5_000);
        assertThat(redis.sortedSet(String.class).zcard(RedisNames.running(key.accountId(), key.id())))
                .isZero();
    }

    @Test
    void givesTokensBackWhenNoRouterCanBeReached() throws InterruptedException {
        var keys = new ArrayList<FakeAuth.Key>();
        Peers.withoutRouter(() -> eventually(() -> {
            keys.add(tokensPerDay());
            assertThat(post(keys.getLast(), LARGE).statusCode()).isEqualTo(503);
            // A router that is only just leaving may have seen a request.
            return keys.stream().anyMatch(key -> tokens(key) == 10_000);
        }));
    }

    private static FakeAuth.Key tokensPerDay() {
        return Peers.auth()
                .newKey(
                        Peers.auth().newAccount(),
                        new JsonObject()
                                .put("requests_per_minute", 1000)
                                .put("tokens_per_day", 10_000)
                                .put("concurrency", 5),
                        null);
    }

    private static int tokens(FakeAuth.Key key) {
        return Integer.parseInt(header(get(key, "/v1/models"), "x-ratelimit-remaining-tokens"));
    }

    @Test
    void limitsAllKeysOfAnAccountTogether() throws InterruptedException {
        // Given
        var own = new JsonObject().put("requests_per_minute", 100).put("concurrency", 5);
        var shared = new JsonObject().put("requests_per_minute", 3).put("concurrency", 5);
        var account = Peers.auth().newAccount();
        var one = Peers.auth().newKey(account, own, shared);
        var other = Peers.auth().newKey(account, own, shared);
        // When
        chat(one, "plain");
        chat(other, "plain");
        var third = chat(one, "plain");
        var refused = chat(other, "plain");
        // Then
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(header(third, "x-ratelimit-limit-requests")).isEqualTo("3");
        assertThat(header(third, "x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).get("error").get("message").asText())
                .contains("3 requests per minute for this account");
        assertThat(redis.hash(String.class)
                        .hgetall(RedisNames.limits(account, other.id()))
                        .keySet())
                .as("a refused request takes nothing from its key")
                .containsExactly("rpm");
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(account)) == 0);
    }

    @Test
    void refusesBeyondTheConcurrencyAndAdmitsAgainWhenOneHasEnded() throws InterruptedException {
        // Given
        var key = Peers.auth().newKey(1000, 1, null);
        var running = CompletableFuture.supplyAsync(() -> post(key, body("hold", key.id())));
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(key.accountId(), key.id())) == 1);
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
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(key.accountId(), key.id())) == 0);
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
    }

    @Test
    void forgetsGenerationsOfAGatewayThatDied() {
        // Given
        var key = Peers.auth().newKey(1000, 1, null);
        redis.sortedSet(String.class)
                .zadd(
                        RedisNames.running(key.accountId(), key.id()),
                        (double) (System.currentTimeMillis() - 1),
                        "gen-of-a-dead-gateway");
        // Then
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
    }

    @Test
    void admitsNoMoreThanTheLimitHoweverManyGatewaysAsk() throws Exception {
        // Given
        var script = RateLimits.ADMIT.source();
        try (var gateways = Executors.newFixedThreadPool(4)) {
            // When
            var answers = gateways.invokeAll(IntStream.range(0, 200)
                    .<Callable<Boolean>>mapToObj(i -> () -> admitted(script, "gen-" + i))
                    .toList());
            // Then
            assertThat(answers).filteredOn(Future::resultNow).hasSize(30);
        }
    }

    private boolean admitted(String script, String generationId) {
        var limits = RedisNames.limits("shared");
        var running = RedisNames.running("shared");
        return redis.execute(
                                "EVAL",
                                script,
                                "2",
                                limits,
                                running,
                                generationId,
                                "60000",
                                "0",
                                "30",
                                "0",
                                "0",
                                "0",
                                "1000")
                        .get(0)
                        .toInteger()
                == 0;
    }
}
