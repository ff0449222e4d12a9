package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.HangingRedis;

/** Redis hangs, or comes back without its data: who is known to have credit is served, and everything is put right after. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
@WithTestResource(ImpatientResource.class)
class SlowRedisIT extends RunningRouter {
    private static final String STREAM = "{\"model\":\"alpha/cheap\",\"messages\":[],\"stream\":true}";
    /** What CHEAP holds, in micro-roubles. */
    private static final long HOLD = 23_750;

    @Inject
    MeterRegistry metrics;

    @Inject
    EventLoopRedis link;

    @Inject
    @ConfigProperty(name = "xrouter.router.spool-dir")
    Path spool;

    @AfterEach
    void redisIsBack() {
        Blocking.until(() -> !link.away());
    }

    @Test
    void servesAccountsKnownToHaveCreditFromASmallPartOfItWhileRedisHangs() {
        // Given after the first of them 31 holds' worth of credit, a tenth of which may be held without Redis
        alpha.does(answering("x"));
        balance(32 * HOLD);
        assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(200);
        alpha.does(_ -> {});
        var generations = new ArrayList<String>();
        var before = localHolds();
        try (var _ = HangingRedis.hang(redis)) {
            // When
            for (int i = 0; i < 3; i++) {
                generations.add("gen-slow-" + i + "-" + account);
                gateway.begin(account, generations.get(i), CHEAP);
            }
            Blocking.until(() -> alpha.received().size() == 4);
            var tooMuch = gateway.chat(account, CHEAP);
            var capped = gateway.chat(account, CHEAP, Headers.SPENDING_CAP, "day=60000000");
            var stranger = gateway.chat("acct-never-seen", CHEAP);
            // Then
            assertThat(localHolds() - before).isEqualTo(3);
            assertThat(List.of(tooMuch, capped, stranger)).allSatisfy(refused -> {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.headers().get("retry-after")).isEqualTo("1");
            });
            assertThat(alpha.received()).hasSize(4);
        }
        // Then
        Blocking.until(() -> holds().containsAll(generations));
        assertThat(held()).isEqualTo(holds().size() * HOLD);
    }

    @Test
    void tellsBillingOfEveryGenerationThatEndedMeanwhile() {
        // Given
        alpha.does(answering("x"));
        assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(200);
        var ended = new ArrayList<String>();
        try (var _ = HangingRedis.hang(redis)) {
            // When
            for (int i = 0; i < 5; i++) {
                var answer = gateway.chat(account, CHEAP);
                assertThat(answer.status()).isEqualTo(200);
                ended.add(answer.generationId());
            }
        }
        // Then
        ended.forEach(generation -> Blocking.until(() -> !events(generation).isEmpty()));
    }

    @Test
    void hasTheUsageEventOnDiskBeforeAnAnswerEndsWhileRedisHangs() {
        // Given
        alpha.does(answering("x"));
        assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(200);
        var adapterSide = new CompletableFuture<HttpServerResponse>();
        alpha.does(response -> adapterSide.complete(streaming(response, CHUNK)));
        var open = gateway.open(account, STREAM);
        open.awaitText("Привет");
        try (var _ = HangingRedis.hang(redis)) {
            // When
            adapterSide.join().end(report(5, ",\"finish_reason\":\"stop\""));
            // Then a kill would lose nothing from here on
            open.awaitText("data: [DONE]");
            assertThat(spooled()).contains(open.generationId());
            // When
            alpha.does(answering("x"));
            var whole = gateway.chat(account, CHEAP);
            // Then
            assertThat(whole.status()).isEqualTo(200);
            assertThat(spooled()).contains(whole.generationId());
        }
        Blocking.until(() -> !events(open.generationId()).isEmpty());
    }

    @Test
    void servesWhileRedisRefusesUsageEventsAndTellsBillingAfterwards() {
        // Given
        alpha.does(answering("x"));
        redis.execute("ACL", "SETUSER", "default", "-xadd");
        FakeGateway.Answer answer;
        try {
            // When
            answer = gateway.chat(account, CHEAP);
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(spooled()).contains(answer.generationId());
        } finally {
            redis.execute("ACL", "SETUSER", "default", "+xadd");
        }
        Blocking.until(() -> !events(answer.generationId()).isEmpty());
    }

    @Test
    void servesFromASmallPartWhileRedisRefusesToWriteAndFromAllOfItAgainAfterwards() {
        // Given that what others spent is settled, a tenth of 31 holds' worth of credit, and generations that cost all
        // that they hold
        pause();
        alpha.does(answering("x"));
        balance(32 * HOLD);
        assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(200);
        alpha.does(response -> response.putHeader("content-type", "application/json")
                .putHeader(
                        Headers.REPORT,
                        FakeAdapter.REPORT.replace(":10,", ":37,").replace(":5}", ":100}"))
                .end("{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"x\"}}]}"));
        var generations = new ArrayList<String>();
        withFullRedis(() -> {
            // When
            for (int i = 0; i < 3; i++) {
                var answer = gateway.chat(account, CHEAP);
                assertThat(answer.status()).isEqualTo(200);
                generations.add(answer.generationId());
            }
            // Then
            assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(503);
        });
        generations.forEach(
                generation -> Blocking.until(() -> !events(generation).isEmpty()));
        assertThat(events(generations.getFirst()).getFirst().path("cost").asLong())
                .isEqualTo(HOLD);
        // Then what was spent counts no more once it was told
        Blocking.until(() -> {
            Blocking.until(() -> !link.away());
            pause();
            var again = new AtomicInteger();
            withFullRedis(() -> again.set(gateway.chat(account, CHEAP).status()));
            return again.get() == 200;
        });
    }

    /** Longer than what was spent without Redis counts after its return. */
    private static void pause() {
        try {
            Thread.sleep(2_500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void withFullRedis(Runnable action) {
        redis.execute("CONFIG", "SET", "maxmemory", "1");
        try {
            action.run();
        } finally {
            redis.execute("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void waitsForNoRequestOnceItKnowsThatRedisHangs() {
        // Given
        alpha.does(answering("x"));
        assertThat(gateway.chat(account, CHEAP).status()).isEqualTo(200);
        try (var _ = HangingRedis.hang(redis)) {
            gateway.chat(account, CHEAP);
            // When
            var begun = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                gateway.chat(account, CHEAP);
            }
            // Then 40 budgets would be ten seconds
            assertThat(System.nanoTime() - begun).isLessThan(8_000_000_000L);
        }
    }

    @Test
    void registersTheHoldsOfRunningGenerationsWithARedisThatLostItsData() {
        // Given
        var adapterSide = new CompletableFuture<HttpServerResponse>();
        alpha.does(response -> adapterSide.complete(streaming(response, CHUNK)));
        var open = gateway.open(account, STREAM);
        open.awaitText("Привет");
        var held = held();
        assertThat(held).isPositive();
        // When
        redis.execute("FLUSHALL");
        redis.execute("CLIENT", "KILL", "TYPE", "normal");
        // Then
        Blocking.until(() -> holds().equals(List.of(open.generationId())));
        assertThat(held()).isEqualTo(held);
        assertThat(redis.execute("ZCARD", RedisNames.holdRegistry(account)).toInteger())
                .isEqualTo(1);
        // When
        adapterSide.join().end(report(5, ",\"finish_reason\":\"stop\""));
        // Then
        open.awaitText("data: [DONE]");
        Blocking.until(() -> !events(open.generationId()).isEmpty());
    }

    /** What the spool has on disk. */
    private String spooled() {
        try (var files = Files.list(spool)) {
            var text = new StringBuilder();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> holds() {
        var holds = new ArrayList<String>();
        redis.execute("HKEYS", RedisNames.holds(account)).getDelegate().forEach(key -> holds.add(key.toString()));
        return holds;
    }

    private long held() {
        var held = redis.execute("GET", RedisNames.held(account));
        return held == null ? 0 : held.toLong();
    }

    private double localHolds() {
        return metrics.counter("xrouter_router_holds", "result", "placed", "mode", "local")
                .count();
    }
}
