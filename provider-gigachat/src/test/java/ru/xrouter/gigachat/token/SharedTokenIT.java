package ru.xrouter.gigachat.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.SimulatorResource;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Replicas of the adapter with one Redis; the simulator counts the tokens that they fetch. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
@WithTestResource(EmbeddedRedisResource.class)
@TestProfile(SharedTokenIT.PatientRedis.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields.
class SharedTokenIT {
    @Inject
    Vertx vertx;

    @Inject
    TokenClient client;

    @Inject
    GigaChatConfig config;

    @Inject
    EventLoopRedis redis;

    @Inject
    Redis rawRedis;

    @Inject
    MeterRegistry registry;

    @ConfigProperty(name = "simulator.url")
    String simulator;

    @ConfigProperty(name = "quarkus.vertx.event-loops-pool-size")
    int eventLoops;

    /** A loaded machine may be slow to answer. */
    public static class PatientRedis implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.redis.budget", "10s");
        }
    }

    @BeforeEach
    void forget() {
        await(rawRedis.send(Request.cmd(Command.FLUSHALL)));
    }

    @Test
    void fetchesOneTokenForAllReplicas() throws Exception {
        // Given
        var replicas = IntStream.range(0, 5).mapToObj(_ -> replica()).toList();
        var before = issued();

        // When
        var tokens = replicas.stream().map(AccessTokens::authorization).toList();
        var held = tokens.stream().map(SharedTokenIT::await).distinct().toList();

        // Then
        assertThat(held).hasSize(1);
        assertThat(issued() - before).isEqualTo(1);
    }

    @Test
    void fetchesOneTokenWhenTheProviderForgetsTheOld() throws Exception {
        // Given
        var first = replica();
        var second = replica();
        var old = await(first.authorization());
        assertThat(await(second.authorization())).isEqualTo(old);
        var before = issued();

        // When
        first.rejected(old);
        var fresh = await(first.authorization());
        second.rejected(old);

        // Then
        assertThat(fresh).isNotEqualTo(old);
        assertThat(await(second.authorization())).isEqualTo(fresh);
        assertThat(issued() - before).isEqualTo(1);
    }

    @Test
    void takesNoTokenAgainThatWasRejectedWhileACallWithAnOlderOneWasUnderWay() {
        // Given
        var first = replica();
        var own = await(first.authorization());
        await(rawRedis.send(Request.cmd(Command.FLUSHALL)));
        var others = await(replica().authorization());
        first.rejected(own);
        assertThat(await(first.authorization())).isEqualTo(others);

        // When
        first.rejected(others);
        first.rejected(own);

        // Then
        assertThat(await(first.authorization())).isNotIn(own, others);
    }

    @Test
    void hasAskedRedisOnEveryLoopWhenItIsWarm() {
        // Given
        await(rawRedis.send(Request.cmd(Command.CONFIG).arg("RESETSTAT")));

        // When
        await(replica().warmUp());

        // Then
        assertThat(await(rawRedis.send(Request.cmd(Command.INFO).arg("commandstats"))))
                .asString()
                .contains("cmdstat_ping:calls=" + eventLoops + ",");
    }

    @Test
    void storesNothingThatCanBeRead() {
        // Given
        var token = String.valueOf(await(replica().authorization())).substring("Bearer ".length());

        // When
        var keys = await(rawRedis.send(Request.cmd(Command.KEYS).arg("*")));
        var stored = new StringBuilder();
        keys.forEach(key -> stored.append(key)
                .append(await(rawRedis.send(Request.cmd(Command.GET).arg(key.toString())))));

        // Then
        assertThat(keys.size()).isPositive();
        assertThat(stored.toString()).doesNotContain(token).doesNotContain(config.credentials());
    }

    @Test
    void goesOnWithATokenOfItsOwnWhenAnotherNeverComesBackWithOne() throws Exception {
        // Given
        await(replica().authorization());
        var name = await(rawRedis.send(Request.cmd(Command.KEYS).arg("*:sealed")))
                .get(0)
                .toString();
        await(rawRedis.send(Request.cmd(Command.FLUSHALL)));
        var lock = name.replace(":sealed", ":lock");
        await(rawRedis.send(
                Request.cmd(Command.SET).arg(lock).arg("another").arg("PX").arg(60_000)));

        // When
        var token = await(replica().authorization());

        // Then
        assertThat(token).isNotNull();
        assertThat(await(rawRedis.send(Request.cmd(Command.GET).arg(lock)))).hasToString("another");
    }

    private AccessTokens replica() {
        return new AccessTokens(vertx, client, config, redis, registry);
    }

    private long issued() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var served = http.send(
                    HttpRequest.newBuilder(URI.create(simulator + "/_sim/served"))
                            .build(),
                    BodyHandlers.ofString());
            return new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(served.body())
                    .at("/access_tokens/gigachat")
                    .asLong();
        }
    }

    private static <T extends @Nullable Object> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
