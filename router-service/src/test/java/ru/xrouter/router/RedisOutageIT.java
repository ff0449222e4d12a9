package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;
import ru.xrouter.api.redis.RedisNames;

@QuarkusTest
@WithTestResource(RedisPortResource.class)
@WithTestResource(RouterResource.class)
class RedisOutageIT {
    private static final String ACCOUNT = "acct-outage";
    private static final String STREAM = "{\"model\":\"alpha/cheap\",\"messages\":[],\"stream\":true}";

    @Inject
    Vertx vertx;

    @Inject
    RedisDataSource redis;

    @Inject
    MeterRegistry metrics;

    @Inject
    @ConfigProperty(name = "xrouter.redis.url")
    URI redisUrl;

    @Inject
    @ConfigProperty(name = "xrouter.router.adapters.alpha.url")
    URI alphaUrl;

    @Test
    void losesNoUsageEventWhileRedisIsAwayAndAdmitsNobodyUnknown() throws IOException {
        var gateway = new FakeGateway(vertx, RestAssured.port);
        var adapterSide = new CompletableFuture<HttpServerResponse>();
        var first = redis();
        var second = redis();
        try (var alpha = new FakeAdapter(vertx, alphaUrl)) {
            // Given
            first.start();
            Blocking.until(this::answers);
            redis.execute("HSET", RedisNames.balance(ACCOUNT), "micros", "1000000", "version", "1");
            alpha.does(answering("x"));
            var before = Blocking.get(() -> gateway.chat(ACCOUNT, STREAM), answer -> answer.status() == 200);
            alpha.does(response -> adapterSide.complete(streaming(response, "data: begun\n\n")));
            var open = gateway.open(ACCOUNT, STREAM);
            open.awaitText("begun");
            first.stop();
            // When
            adapterSide.join().end(report(5, ",\"finish_reason\":\"stop\""));
            // Then
            open.awaitText("data: [DONE]");
            Blocking.until(() -> spooled() > 0);
            alpha.does(answering("x"));
            var refused = gateway.chat("acct-never-seen", STREAM);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().get("retry-after")).isEqualTo("1");
            second.start();
            Blocking.until(() -> spooled() == 0);
            assertThat(events())
                    .contains(open.generationId())
                    .doesNotContain(refused.generationId())
                    .as("what the Redis that lost its data had taken")
                    .contains(before.generationId());
        } finally {
            stop(first);
            stop(second);
        }
    }

    @Test
    void tellsARedisThatWasEmptiedWhatItHadTaken() throws IOException {
        var gateway = new FakeGateway(vertx, RestAssured.port);
        var server = redis();
        try (var alpha = new FakeAdapter(vertx, alphaUrl)) {
            // Given
            server.start();
            Blocking.until(this::answers);
            redis.execute("HSET", RedisNames.balance(ACCOUNT), "micros", "1000000", "version", "1");
            alpha.does(answering("x"));
            var before = Blocking.get(() -> gateway.chat(ACCOUNT, STREAM), answer -> answer.status() == 200);
            Blocking.until(() -> redis.execute("EXISTS", RedisNames.mark(RedisNames.USAGE_STREAM))
                    .toBoolean());
            // When
            redis.execute("FLUSHALL");
            // Then
            Blocking.until(() -> events().contains(before.generationId()));
        } finally {
            stop(server);
        }
    }

    private boolean answers() {
        try {
            return redis.execute("PING") != null;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private String events() {
        return redis.execute("XRANGE", RedisNames.USAGE_STREAM, "-", "+").toString();
    }

    private double spooled() {
        return metrics.get("xrouter_router_spool_bytes").gauge().value();
    }

    private RedisServer redis() throws IOException {
        return RedisServer.newRedisServer()
                .port(redisUrl.getPort())
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
    }

    private static void stop(RedisServer server) throws IOException {
        if (server.isActive()) {
            server.stop();
        }
    }
}
