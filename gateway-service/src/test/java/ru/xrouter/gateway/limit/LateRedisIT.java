package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.get;
import static ru.xrouter.gateway.testing.GatewayClient.header;
import static ru.xrouter.gateway.testing.GatewayClient.post;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.ImpatientResource;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.HangingRedis;

/** Redis admits a request only when the gateway has given up on it and decided by itself. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
@WithTestResource(ImpatientResource.class)
class LateRedisIT {
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    @Inject
    RedisDataSource redis;

    @Inject
    EventLoopRedis link;

    @BeforeEach
    void start() throws InterruptedException {
        Peers.start();
        eventually(() -> !link.away());
    }

    @Test
    void aRequestThatIsRefusedHereLeavesNothingBehindThere() throws InterruptedException {
        // Given
        var key = key("tokens_per_minute", 1000);
        var scripts = scripts();
        // When more than the rest of this gateway's half of the limit is asked for
        try (var _ = HangingRedis.hang(redis)) {
            assertThat(post(key, "{\"model\":\"plain\",\"messages\":[{}],\"max_tokens\":1}")
                            .statusCode())
                    .isEqualTo(200);
            var refused = post(key, "{\"model\":\"plain\",\"messages\":[{}],\"max_tokens\":600}");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "x-xrouter-limit-mode")).isEqualTo("local");
        }
        eventually(() -> scripts() > scripts);
        // Then
        eventually(() -> running(key) == 0);
        eventually(() -> remaining(key, "x-ratelimit-remaining-tokens") > 900);
    }

    @Test
    void aRequestThatIsAdmittedHereCountsOnceAndHasItsPlace() throws InterruptedException {
        // Given
        var key = key("requests_per_day", 100);
        CompletableFuture<Integer> late;
        // When
        try (var _ = HangingRedis.hang(redis)) {
            late = CompletableFuture.supplyAsync(
                    () -> post(key, body("hold", key.id())).statusCode());
            eventually(link::away);
            assertThat(chat(key, "plain").statusCode()).isEqualTo(200);
        }
        // Then
        eventually(() -> remaining(key, "x-ratelimit-remaining-requests") == 98);
        eventually(() -> running(key) == 1);
        // When
        eventually(() -> Peers.router().answer(key.id()));
        // Then
        assertThat(late.join()).isEqualTo(200);
        eventually(() -> running(key) == 0);
    }

    private static FakeAuth.Key key(String limit, int number) {
        return Peers.auth()
                .newKey(
                        Peers.auth().newAccount(),
                        new JsonObject()
                                .put("requests_per_minute", 1000)
                                .put("concurrency", 10)
                                .put(limit, number),
                        null);
    }

    /** As Redis tells; -1 when it does not. */
    private static long remaining(FakeAuth.Key key, String header) {
        var reading = get(key, "/v1/models");
        return header(reading, "x-xrouter-limit-mode").equals("global") ? Long.parseLong(header(reading, header)) : -1;
    }

    private long running(FakeAuth.Key key) {
        return redis.sortedSet(String.class).zcard(RedisNames.running(key.accountId(), key.id()));
    }

    private int scripts() {
        var calls = SCRIPTS.matcher(redis.execute("INFO", "commandstats").toString());
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }
}
