package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.RedisClusterResource;

/** Limits and idempotency keys on a Redis Cluster: every script finds its keys in one slot. */
@QuarkusTest
@WithTestResource(RedisClusterResource.class)
@WithTestResource(PeersResource.class)
class LimitsOnClusterIT {
    private static final int ACCOUNTS = 10;

    @Inject
    RedisDataSource redis;

    @Test
    void holdsTheLimitsOfKeysAndAccounts() throws InterruptedException {
        Peers.start();
        for (int i = 0; i < ACCOUNTS; i++) {
            // Given
            var account = Peers.auth().newAccount();
            var own = new JsonObject()
                    .put("requests_per_minute", 3)
                    .put("tokens_per_minute", 100_000)
                    .put("concurrency", 5);
            var shared = new JsonObject().put("requests_per_minute", 5).put("concurrency", 5);
            var one = Peers.auth().newKey(account, own, shared);
            var other = Peers.auth().newKey(account, own, shared);
            // When
            var ofOne = admitted(one);
            var ofOther = admitted(other);
            // Then
            assertThat(ofOne).isEqualTo(3);
            assertThat(ofOther).isEqualTo(2);
            eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.running(account)) == 0);
        }
    }

    private static long admitted(FakeAuth.Key key) {
        return IntStream.range(0, 6)
                .mapToObj(_ -> chat(key, "plain"))
                .peek(answer -> assertThat(answer.headers().firstValue("x-xrouter-limit-mode"))
                        .contains("global"))
                .filter(answer -> answer.statusCode() == 200)
                .count();
    }

    @Test
    void holdsTheLimitsOfModels() throws InterruptedException {
        Peers.start();
        for (int i = 0; i < ACCOUNTS; i++) {
            // Given
            var account = Peers.auth().newAccount();
            var limits = new JsonArray(List.of(
                    new JsonObject().put("model", "plain").put("requests_per_minute", 2),
                    new JsonObject().put("model", "hold").put("concurrency", 1)));
            // When
            var admitted = admitted(Peers.auth().newKey(account, limits));
            // Then
            assertThat(admitted).isEqualTo(2);
            eventually(() -> redis.sortedSet(String.class).zcard(RedisNames.modelRunning(account, "plain")) == 0);
        }
    }

    @Test
    void givesAnswersAgain() throws InterruptedException {
        Peers.start();
        for (int i = 0; i < ACCOUNTS; i++) {
            // Given
            var key = Peers.auth().newKey();
            var first = idempotent(key);
            // Then
            assertThat(first.statusCode()).isEqualTo(200);
            eventually(() ->
                    idempotent(key).headers().firstValue("x-xrouter-replayed").isPresent());
        }
    }

    private static HttpResponse<String> idempotent(FakeAuth.Key key) {
        return send(request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .header("idempotency-key", "one")
                .POST(BodyPublishers.ofString(body("plain", ""))));
    }
}
