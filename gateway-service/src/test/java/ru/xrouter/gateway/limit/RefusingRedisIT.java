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
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.ImpatientResource;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** A Redis that answers and does not serve: it is full, or a replica. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
@WithTestResource(ImpatientResource.class)
class RefusingRedisIT {
    @Inject
    RedisDataSource redis;

    @Inject
    EventLoopRedis link;

    @BeforeEach
    void start() throws InterruptedException {
        Peers.start();
        eventually(() -> !link.away());
    }

    @ParameterizedTest
    @CsvSource({"CONFIG SET maxmemory 1, CONFIG SET maxmemory 0", "REPLICAOF 127.0.0.1 1, REPLICAOF NO ONE"})
    void countsAsAway(String refuse, String serve) throws InterruptedException {
        // Given one of two gateways
        var key = Peers.auth().newKey(10, 10, null);
        assertThat(chat(key, "plain").headers().firstValue("x-xrouter-limit-mode"))
                .contains("global");
        // When
        tell(refuse);
        try {
            // Then its half of the limit is held here, and nobody can say what became of an idempotency key
            for (int i = 0; i < 5; i++) {
                var answer = chat(key, "plain");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(header(answer, "x-xrouter-limit-mode")).isEqualTo("local");
                assertThat(header(answer, "x-ratelimit-limit-requests")).isEqualTo("5");
            }
            assertThat(chat(key, "plain").statusCode()).isEqualTo(429);
            var other = Peers.auth().newKey();
            assertThat(post(other, "once", body("plain", "")).statusCode()).isEqualTo(503);
        } finally {
            tell(serve);
        }
        // Then what was used meanwhile counts
        eventually(() -> remaining(key).equals("global 4"));
    }

    private static String remaining(FakeAuth.Key key) {
        var reading = get(key, "/v1/models");
        return header(reading, "x-xrouter-limit-mode") + " " + header(reading, "x-ratelimit-remaining-requests");
    }

    private void tell(String command) {
        var words = command.split(" ", 2);
        redis.execute(words[0], words[1].split(" ", -1));
    }
}
