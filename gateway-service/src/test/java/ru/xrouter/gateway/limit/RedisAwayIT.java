package ru.xrouter.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.chat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.get;
import static ru.xrouter.gateway.testing.GatewayClient.post;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;
import ru.xrouter.gateway.testing.AbsentRedisResource;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;

@QuarkusTest
@WithTestResource(AbsentRedisResource.class)
@WithTestResource(PeersResource.class)
class RedisAwayIT {
    @Inject
    @ConfigProperty(name = "xrouter.redis.url")
    URI redisUrl;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @Test
    void holdsItsShareOfTheLimitsWithoutRedisAndAllOfThemOnceItIsBack() throws IOException, InterruptedException {
        // Given two gateways by configuration, and no Redis
        var key = Peers.auth().newKey(6, 4, null);
        // When
        var first = chat(key, "plain");
        chat(key, "plain");
        var third = chat(key, "plain");
        var fourth = chat(key, "plain");
        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-xrouter-limit-mode")).contains("local");
        assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("3");
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.headers().firstValue("retry-after")).isPresent();
        // Given what was used of a day
        var daily = Peers.auth()
                .newKey(
                        Peers.auth().newAccount(),
                        new JsonObject()
                                .put("requests_per_minute", 1000)
                                .put("requests_per_day", 8)
                                .put("concurrency", 5),
                        null);
        chat(daily, "plain");
        chat(daily, "plain");
        assertThat(chat(daily, "plain").headers().firstValue("x-ratelimit-limit-requests"))
                .contains("4");
        // Given a request that nobody could let begin, of tokens that would not suffice for two
        var large = Peers.auth()
                .newKey(
                        Peers.auth().newAccount(),
                        new JsonObject()
                                .put("requests_per_minute", 1000)
                                .put("tokens_per_day", 10_000)
                                .put("concurrency", 5),
                        null);
        var body = "{\"model\":\"plain\",\"messages\":[{}],\"max_tokens\":4000}";
        assertThat(post(large, "once", body).statusCode()).isEqualTo(503);
        eventually(() -> post(large, "once", body).statusCode() == 503);
        // When
        var redis = RedisServer.newRedisServer()
                .port(redisUrl.getPort())
                .setting("save \"\"")
                .build();
        redis.start();
        try {
            var fresh = Peers.auth().newKey();
            // Then
            eventually(() -> chat(fresh, "plain")
                    .headers()
                    .firstValue("x-xrouter-limit-mode")
                    .equals(java.util.Optional.of("global")));
            // Then Redis knows what was used without it; reading uses nothing more
            eventually(() -> get(daily, "/v1/models")
                    .headers()
                    .firstValue("x-ratelimit-remaining-requests")
                    .equals(java.util.Optional.of("5")));
            eventually(() -> get(large, "/v1/models")
                    .headers()
                    .firstValue("x-ratelimit-remaining-tokens")
                    .equals(java.util.Optional.of("10000")));
        } finally {
            redis.stop();
        }
        // Then it serves on when Redis goes away under it
        var last = Peers.auth().newKey();
        assertThat(chat(last, "plain").statusCode()).isEqualTo(200);
        assertThat(chat(last, "plain").headers().firstValue("x-xrouter-limit-mode"))
                .contains("local");
    }
}
