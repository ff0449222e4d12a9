package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** Streams: how they end, break off, fall silent, are left and are slowed down. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class StreamIT extends RunningRouter {
    @Test
    void endsAStreamWithTheUsageChunkAndDone() {
        // Given
        alpha.does(response -> streaming(response, report(1, "") + CHUNK)
                .end(report(5, ",\"finish_reason\":\"stop\",\"include_usage\":true")));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.headers().get("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Alpha");
        var parts = answer.body().split("\n\n");
        assertThat(parts).hasSize(3);
        assertThat(parts[0] + "\n\n").isEqualTo(CHUNK);
        var usage = parse(parts[1].substring("data: ".length()));
        assertThat(usage.get("choices")).isEmpty();
        assertThat(usage.get("id").asText()).isEqualTo(answer.generationId());
        assertThat(usage.get("created").asLong()).isEqualTo(1_780_000_200);
        assertThat(usage.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.0075");
        assertThat(parts[2]).isEqualTo("data: [DONE]");
        assertEvent(theEvent(answer.generationId()), "answered", 10, 5, 7500);
    }

    @Test
    void sendsNoUsageChunkThatNobodyAskedFor() {
        // Given
        alpha.does(response -> streaming(response, CHUNK).end(report(5, ",\"finish_reason\":\"stop\"")));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).isEqualTo(CHUNK + "data: [DONE]\n\n");
    }

    @Test
    void sendsTheUsageChunkThatUsageIncludeAsksFor() {
        // Given
        alpha.does(response -> streaming(response, CHUNK).end(report(5, ",\"finish_reason\":\"stop\"")));
        // When
        var answer = gateway.chat(account, "{\"model\":\"both/shared\",\"stream\":true,\"usage\":{\"include\":true}}");
        // Then
        assertThat(answer.body()).contains("\"total_tokens\":15").endsWith("data: [DONE]\n\n");
    }

    @Test
    void tellsThatAStreamBrokeOff() {
        // Given
        alpha.does(response -> streaming(response, report(3, "") + CHUNK + "data: {\"half")
                .write("an event")
                .onComplete(_ -> response.reset(2)));
        beta.does(answering("never"));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).startsWith(CHUNK + "data: {\"error\":").doesNotContain("half", "[DONE]");
        assertThat(answer.body()).contains("\"code\":\"upstream_interrupted\"");
        assertThat(beta.received()).isEmpty();
        assertEvent(theEvent(answer.generationId()), "provider_error", 10, 3, 0);
    }

    @Test
    void addsNothingWhenTheAdapterToldOfTheBreakItself() {
        // Given
        var error =
                "data: {\"error\":{\"message\":\"m\",\"type\":\"upstream_error\",\"param\":null,\"code\":\"c\"}}\n\n";
        alpha.does(response -> streaming(response, CHUNK + error).end(report(3, ",\"failure\":\"interrupted\"")));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).isEqualTo(CHUNK + error);
        var event = theEvent(answer.generationId());
        assertEvent(event, "provider_error", 10, 3, 0);
        assertThat(event.get("error_code").asText()).isEqualTo("interrupted");
    }

    @Test
    void endsAStreamThatFallsSilent() {
        // Given
        alpha.does(response -> streaming(response, CHUNK));
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).contains("\"code\":\"upstream_timeout\"").doesNotContain("[DONE]");
        Blocking.until(() -> alpha.resets() == 1);
    }

    @Test
    void endsAGenerationAtItsDeadlineHoweverAliveItIs() {
        // Given
        var timer = new AtomicLong();
        alpha.does(response -> {
            streaming(response, report(4, "") + CHUNK);
            timer.set(vertx.setPeriodic(100, _ -> response.write(": keep-alive\n\n")));
            response.closeHandler(_ -> vertx.cancelTimer(timer.get()));
        });
        // When
        var answer = gateway.chat(account, SHARED_STREAM);
        // Then
        assertThat(answer.body()).contains(": keep-alive").contains("\"code\":\"deadline_exceeded\"");
        // 14 tokens at 500 each
        assertEvent(theEvent(answer.generationId()), "deadline", 10, 4, 7000);
    }

    @Test
    void cancelsTheAdapterWhenTheClientLeavesAStreamAndChargesWhatWasCounted() {
        // Given
        alpha.does(response -> streaming(response, report(7, "") + CHUNK));
        var open = gateway.open(account, SHARED_STREAM);
        open.awaitText("Привет");
        // When
        open.leave();
        // Then
        Blocking.until(() -> alpha.resets() == 1);
        var event = theEvent(open.generationId());
        assertEvent(event, "client_gone", 10, 7, 8500);
        assertThat(event.at("/usage/estimated").asBoolean()).isTrue();
    }

    @Test
    void chargesNothingWhenTheGatewayDies() {
        // Given
        alpha.does(response -> streaming(response, report(7, "") + CHUNK));
        var open = gateway.open(account, SHARED_STREAM);
        open.awaitText("Привет");
        // When
        open.die();
        // Then
        Blocking.until(() -> alpha.resets() == 1);
        assertEvent(theEvent(open.generationId()), "shutdown", 10, 7, 0);
    }

    @Test
    void chargesNothingWhenTheGatewayStops() {
        // Given
        alpha.does(response -> streaming(response, report(7, "") + CHUNK));
        var open = gateway.open(account, SHARED_STREAM);
        open.awaitText("Привет");
        // When
        open.request().reset(2);
        // Then
        assertEvent(theEvent(open.generationId()), "shutdown", 10, 7, 0);
    }

    @Test
    void chargesAnEstimateOfThePromptWhenTheClientLeavesBeforeAnyReport() {
        // Given
        alpha.does(_ -> {});
        var generation = "gen-" + UUID.randomUUID();
        var request = gateway.begin(account, generation, SHARED);
        Blocking.until(() -> alpha.received().size() == 1);
        // When
        request.reset(8);
        // Then
        Blocking.until(() -> alpha.resets() == 1);
        var event = theEvent(generation);
        var tokens = Math.ceilDiv(SHARED.length(), 4);
        assertEvent(event, "client_gone", tokens, 0, 500L * tokens);
        assertThat(event.at("/usage/estimated").asBoolean()).isTrue();
    }

    @Test
    void endsWhatIsRunningAtAStopAndChargesNothing() {
        // Given
        alpha.does(response -> streaming(response, report(2, "") + CHUNK));
        var open = gateway.open(account, SHARED_STREAM);
        open.awaitText("Привет");
        // When
        generations.endAll();
        // Then
        open.awaitText("\"code\":\"service_unavailable\"");
        Blocking.until(() -> alpha.resets() == 1);
        assertEvent(theEvent(open.generationId()), "shutdown", 10, 2, 0);
    }

    @Test
    void recordsAnEstimateAndChargesNothingAtAStopBeforeAnyReport() {
        // Given
        alpha.does(_ -> {});
        var generation = "gen-" + UUID.randomUUID();
        gateway.begin(account, generation, SHARED);
        Blocking.until(() -> alpha.received().size() == 1);
        // When
        generations.endAll();
        // Then
        Blocking.until(() -> alpha.resets() == 1);
        var event = theEvent(generation);
        assertEvent(event, "shutdown", Math.ceilDiv(SHARED.length(), 4), 0, 0);
        assertThat(event.at("/usage/estimated").asBoolean()).isTrue();
    }

    @Test
    void passesBackPressureOnAndLosesNothing() {
        // Given
        var event = "data: " + "x".repeat(8000) + "\n\n";
        var full = new AtomicBoolean();
        alpha.does(response -> {
            streaming(response, event);
            writeAll(response, event, 999, full);
        });
        var open = gateway.open(account, SHARED_STREAM);
        open.response().pause();
        Blocking.until(full::get);
        // When
        open.response().resume();
        // Then
        open.awaitText("[DONE]");
        assertThat(open.text()).isEqualTo(event.repeat(1000) + "data: [DONE]\n\n");
    }

    /** Writes as a well-behaved adapter does: no further than the other side takes it. */
    private static void writeAll(HttpServerResponse response, String event, int left, AtomicBoolean full) {
        for (int i = left; i > 0; i--) {
            if (response.writeQueueFull()) {
                full.set(true);
                var rest = i;
                response.drainHandler(_ -> writeAll(response, event, rest, full));
                return;
            }
            response.write(event);
        }
        response.end(report(5, ",\"finish_reason\":\"stop\""));
    }
}
