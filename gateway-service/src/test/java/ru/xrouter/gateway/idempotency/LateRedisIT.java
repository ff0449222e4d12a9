package ru.xrouter.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.header;
import static ru.xrouter.gateway.testing.GatewayClient.json;
import static ru.xrouter.gateway.testing.GatewayClient.request;
import static ru.xrouter.gateway.testing.GatewayClient.send;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.ImpatientResource;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.HangingRedis;

/** Redis hears of a request with an {@code Idempotency-Key}, or of its answer, late. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
@WithTestResource(ImpatientResource.class)
class LateRedisIT {
    @Inject
    RedisDataSource redis;

    @Inject
    EventLoopRedis link;

    private FakeAuth.Key key;

    @BeforeEach
    void start() throws InterruptedException {
        Peers.start();
        key = Peers.auth().newKey(1000, 100, null);
        eventually(() -> !link.away());
    }

    @Test
    void aRequestThatWasToComeAgainIsServedThen() throws InterruptedException {
        var idempotencyKey = UUID.randomUUID().toString();
        // Given a Redis that knows how a request begins
        assertThat(post(UUID.randomUUID().toString()).statusCode()).isEqualTo(200);
        // When
        try (var _ = HangingRedis.hang(redis)) {
            var refused = post(idempotencyKey);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(header(refused, "retry-after")).isEqualTo("1");
        }
        // Then
        eventually(() -> post(idempotencyKey).statusCode() == 200);
    }

    @Test
    void anAnswerThatRedisDoesNotKeepIsNotPaidAgain() throws Exception {
        var idempotencyKey = UUID.randomUUID().toString();
        var marker = UUID.randomUUID().toString();
        // Given
        var first = CompletableFuture.supplyAsync(() -> post(idempotencyKey, "hold", marker));
        eventually(() -> Peers.router().holds(marker));
        // When
        redis.execute("CONFIG", "SET", "maxmemory", "1");
        try {
            Peers.router().answer(marker);
            assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        } finally {
            redis.execute("CONFIG", "SET", "maxmemory", "0");
        }
        eventually(() -> !link.away());
        // Then
        eventually(() -> json(post(idempotencyKey, "hold", marker))
                .at("/error/code")
                .asText()
                .equals("idempotency_answer_not_kept"));
    }

    private HttpResponse<String> post(String idempotencyKey) {
        return post(idempotencyKey, "plain", "");
    }

    private HttpResponse<String> post(String idempotencyKey, String answer, String marker) {
        return send(request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .header("idempotency-key", idempotencyKey)
                .POST(BodyPublishers.ofString(body(answer, marker))));
    }
}
