package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.header;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.post;

import io.quarkus.redis.datasource.RedisDataSource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;

/** What an account may ask of one model, on top of what its keys and itself may ask for. */
abstract class ModelLimitsContract {
    @Inject
    RedisDataSource redis;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @Test
    void limitsWhatAllKeysOfAnAccountAskOfOneModelUnderWhateverName() throws InterruptedException {
        // Given
        var account = Peers.auth().newAccount();
        var one = keyWith(account, of("plain").put("requests_per_minute", 3));
        var other = keyWith(account, of("plain").put("requests_per_minute", 3));
        aliasesAreKnown();
        // When
        chat(one, "plain");
        chat(other, "flat");
        var third = post(one, "{\"model\":\"unpaid\",\"models\":[\"plain\"],\"messages\":[{}]}");
        var refused = chat(other, "flat");
        var elsewhere = chat(other, "stream");
        // Then
        assertThat(third.statusCode()).isEqualTo(402);
        assertThat(header(third, "x-ratelimit-limit-requests")).isEqualTo("3");
        assertThat(header(third, "x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).get("error").get("message").asText()).contains("3 requests per minute for plain");
        assertThat(elsewhere.statusCode()).isEqualTo(200);
        assertThat(header(elsewhere, "x-ratelimit-limit-requests")).isEqualTo("100000");
        // When the client has waited as it was told
        var micros = Long.parseLong(header(refused, "retry-after-ms")) * 1000;
        var limits = RedisNames.modelLimits(account, "plain");
        var hash = redis.hash(String.class);
        hash.hset(limits, "rpm", Long.toString(Long.parseLong(hash.hget(limits, "rpm")) - micros));
        // Then
        assertThat(chat(other, "flat").statusCode()).isEqualTo(200);
        assertThat(chat(one, "plain").statusCode()).isEqualTo(429);
    }

    @Test
    void limitsTheTokensAndTellsTheRouterWhatWasTakenOfWhichModel() {
        // Given
        var key = keyWith(
                Peers.auth().newAccount(),
                of("plain").put("tokens_per_minute", 1000),
                of("stream").put("tokens_per_minute", 7));
        var body = "{\"model\":\"plain\",\"messages\":[{}],\"max_tokens\":800}";
        var tokens = 800 + Math.ceilDiv(body.length(), 4);
        // When
        var first = post(key, body);
        var refused = post(key, body);
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "x-ratelimit-limit-tokens")).isEqualTo("1000");
        assertThat(Peers.router().last().headers().get(Headers.TOKEN_RESERVATION))
                .isEqualTo(tokens + ";0,0;plain=1000,0");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).get("error").get("message").asText()).contains("1000 tokens per minute for plain");
    }

    @Test
    void limitsTheGenerationsThatRunAtATime() throws InterruptedException {
        // Given
        var key = keyWith(Peers.auth().newAccount(), of("hold").put("concurrency", 1));
        var running = CompletableFuture.supplyAsync(() -> post(key, body("hold", key.id())));
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.modelRunning(key.accountId(), "hold")) == 1);
        // When
        var refused = post(key, body("hold", key.id()));
        // Then
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).get("error").get("metadata").get("limit").asText())
                .isEqualTo("concurrency");
        assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        // When
        eventually(() -> Peers.router().answer(key.id()));
        // Then
        assertThat(running.join().statusCode()).isEqualTo(200);
        eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.modelRunning(key.accountId(), "hold")) == 0);
    }

    /** The gateway asks for them when it starts, which may be before the fake router did. */
    private static void aliasesAreKnown() throws InterruptedException {
        eventually(() -> {
            var probe = keyWith(Peers.auth().newAccount(), of("plain").put("requests_per_minute", 1));
            chat(probe, "plain");
            return chat(probe, "flat").statusCode() == 429;
        });
    }

    private static FakeAuth.Key keyWith(String account, JsonObject... limits) {
        return Peers.auth().newKey(account, new JsonArray(List.of(limits)));
    }

    private static JsonObject of(String model) {
        return new JsonObject().put("model", model);
    }
}
