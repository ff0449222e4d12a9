package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.service.testing.EmbeddedRedisResource;
import ru.xrouter.service.testing.HangingRedis;

/** The end of an answer waits for Redis to take its usage event, and for nothing else; all before the end does not wait. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class EndOfAnswerIT extends RunningRouter {
    private static final String STREAM = "{\"model\":\"alpha/cheap\",\"messages\":[],\"stream\":true}";
    private static final String MORE = CHUNK.replace("Привет", "мир");
    private static final String COMPLETE = ",\"finish_reason\":\"stop\"";

    @Inject
    MeterRegistry metrics;

    private final CompletableFuture<HttpServerResponse> adapterSide = new CompletableFuture<>();
    private double answeredBefore;

    @BeforeEach
    void count() {
        answeredBefore = answered();
    }

    @Test
    void waitsForTheUsageEventOfAStreamButNotWithItsContent() {
        // Given
        var open = openStream();
        try (var _ = HangingRedis.hang(redis)) {
            // When
            adapterSide.join().write(MORE).onSuccess(_ -> adapterSide.join().end(report(5, COMPLETE)));
            // Then
            open.awaitText("мир");
            awaitSettled();
            assertThat(open.text()).isEqualTo(CHUNK + MORE);
        }
        open.awaitText("data: [DONE]");
        assertThat(events(open.generationId())).hasSize(1);
    }

    @Test
    void waitsForTheUsageEventOfAnAnswerThatIsNotStreamed() {
        // Given
        alpha.does(adapterSide::complete);
        var generation = "gen-" + UUID.randomUUID();
        var answer = gateway.begin(account, generation, CHEAP).response();
        var adapter = adapterSide.join();
        try (var _ = HangingRedis.hang(redis)) {
            // When
            vertx.runOnContext(_ -> answering("x").accept(adapter));
            // Then
            awaitSettled();
            assertThat(answer.isComplete()).isFalse();
        }
        assertThat(Blocking.get(answer).statusCode()).isEqualTo(200);
        assertThat(events(generation)).hasSize(1);
    }

    @Test
    void settlesOnceWhoeverLeavesInThatMoment() {
        // Given
        var open = openStream();
        try (var _ = HangingRedis.hang(redis)) {
            adapterSide.join().end(report(5, COMPLETE));
            awaitSettled();
            // When
            open.leave();
        }
        // Then
        var event = theEvent(open.generationId());
        assertEvent(event, "answered", 10, 5, event.get("cost").asLong());
        assertThat(event.get("cost").asLong()).isPositive();
    }

    @Test
    void letsAnAnswerThatWaitsComeToItsEndAtAStop() {
        // Given
        var open = openStream();
        var stop = Thread.ofPlatform().unstarted(generations::endAll);
        try (var _ = HangingRedis.hang(redis)) {
            adapterSide.join().end(report(5, COMPLETE));
            awaitSettled();
            // When
            stop.start();
            Blocking.until(() -> stop.getState() == Thread.State.TIMED_WAITING);
        }
        // Then
        open.awaitText("data: [DONE]");
        assertThat(open.text()).isEqualTo(CHUNK + "data: [DONE]\n\n");
        Blocking.until(() -> stop.getState() == Thread.State.TERMINATED);
        assertThat(theEvent(open.generationId()).get("outcome").asText()).isEqualTo("answered");
    }

    private FakeGateway.Open openStream() {
        alpha.does(response -> adapterSide.complete(streaming(response, CHUNK)));
        var open = gateway.open(account, STREAM);
        open.awaitText("Привет");
        return open;
    }

    /** The router knows how the generation ended: all that is left to do waits for Redis. */
    private void awaitSettled() {
        Blocking.until(() -> answered() == answeredBefore + 1);
    }

    private double answered() {
        return metrics.find("xrouter_router_generations").tag("outcome", "answered").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
