package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;
import static ru.xrouter.router.FakeAdapter.refusing;
import static ru.xrouter.router.FakeAdapter.report;
import static ru.xrouter.router.FakeAdapter.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** A second candidate beside one that is slow: who wins, what becomes of the other, and who pays. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class HedgeIT extends RunningRouter {
    private static final String HEDGED = hedged(SHARED, 100);
    private static final String HEDGED_STREAM = hedged(SHARED_STREAM, 100);
    private static final int ESTIMATE = Math.ceilDiv(HEDGED.length(), 4);
    private static final ProviderFailure INVALID =
            new ProviderFailure.InvalidRequest("Too hot.", "temperature", "invalid_value");

    private final CompletableFuture<HttpServerResponse> first = new CompletableFuture<>();
    private final CompletableFuture<HttpServerResponse> second = new CompletableFuture<>();

    private static String hedged(String request, int after) {
        return request.replace("[]", "[],\"provider\":{\"hedge_after_ms\":%d}".formatted(after));
    }

    @Test
    void callsNobodyBesideOneThatAnswersInTime() {
        // Given
        alpha.does(answering("alpha"));
        // When
        var answer = gateway.chat(account, hedged(SHARED, 1500));
        // Then
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Alpha");
        var event = theEvent(answer.generationId());
        assertThat(event.get("attempts").asInt()).isEqualTo(1);
        assertThat(event.has("given_up")).isFalse();
        assertThat(beta.received()).isEmpty();
    }

    @Test
    void takesTheSecondWhenTheFirstIsSlowAndCancelsTheFirst() {
        // Given
        alpha.does(first::complete);
        beta.does(answering("beta"));
        // When
        var answer = gateway.chat(account, HEDGED);
        // Then
        assertThat(answer.body()).contains("beta");
        assertThat(answer.headers().get(Headers.PROVIDER)).isEqualTo("Beta");
        Blocking.until(() -> alpha.resets() == 1);
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 7500);
        assertThat(event.get("provider").asText()).isEqualTo("Beta");
        assertThat(event.get("attempts").asInt()).isEqualTo(2);
        assertGivenUp(event, "Alpha", "outpaced");
    }

    @Test
    void takesTheFirstWhenItAnswersBeforeTheSecondAndCancelsTheSecond() {
        // Given
        alpha.does(first::complete);
        beta.does(_ -> answer(first, answering("alpha")));
        // When
        var answer = gateway.chat(account, HEDGED);
        // Then
        assertThat(answer.body()).contains("alpha");
        Blocking.until(() -> beta.resets() == 1);
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 7500);
        assertGivenUp(event, "Beta", "outpaced");
    }

    @Test
    void letsNoByteOfTheOtherIntoAStream() {
        // Given
        alpha.does(first::complete);
        beta.does(response -> {
            second.complete(response);
            streaming(response, report(1, "") + CHUNK);
        });
        var open = gateway.open(account, HEDGED_STREAM);
        open.awaitText("Привет");
        // When
        answer(first, response -> streaming(response, "data: alpha\n\n").end(report(5, ",\"finish_reason\":\"stop\"")));
        answer(second, response -> response.end(report(5, ",\"finish_reason\":\"stop\"")));
        // Then
        open.awaitText("[DONE]");
        assertThat(open.text()).isEqualTo(CHUNK + "data: [DONE]\n\n");
        assertEvent(theEvent(open.generationId()), "answered", 10, 5, 7500);
    }

    /** Both answer at about the moment at which the second is called. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void givesTheClientOneAnswerAloneHoweverCloseTheyAre(long seed) {
        // Given
        var random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            var streamed = random.nextBoolean();
            alpha.does(later(100 + random.nextInt(8), streamed, "alpha"));
            beta.does(later(1 + random.nextInt(8), streamed, "beta"));
            // When
            var answer = gateway.chat(account, streamed ? HEDGED_STREAM : HEDGED);
            // Then
            var isAlpha = answer.headers().get(Headers.PROVIDER).equals("Alpha");
            var marks = streamed ? 3 : 1;
            assertThat(answer.body().split(isAlpha ? "alpha" : "beta", -1)).hasSize(marks + 1);
            assertThat(answer.body()).doesNotContain(isAlpha ? "beta" : "alpha");
            Blocking.until(() -> !events(answer.generationId()).isEmpty());
            var event = events(answer.generationId()).getFirst();
            assertEvent(event, "answered", 10, 5, 7500);
            assertThat(event.path("given_up").size())
                    .isEqualTo(event.get("attempts").asInt() - 1);
        }
    }

    private Consumer<HttpServerResponse> later(int millis, boolean streamed, String mark) {
        var event = "data: " + mark + "\n\n";
        Consumer<HttpServerResponse> behaviour = streamed
                ? response -> streaming(response, event)
                        .write(event)
                        .onComplete(_ -> response.end(event + report(5, ",\"finish_reason\":\"stop\"")))
                : answering(mark);
        return response -> vertx.setTimer(millis, _ -> {
            if (!response.closed()) {
                behaviour.accept(response);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"rate_limited", "invalid_request"})
    void goesOnWithTheFirstAloneWhenTheSecondIsRefused(String failure) {
        // Given
        alpha.does(first::complete);
        beta.does(response -> {
            refusing(failure.equals("rate_limited") ? RATE_LIMITED : INVALID).accept(response);
            vertx.setTimer(100, _ -> answer(first, answering("alpha")));
        });
        // When
        var answer = gateway.chat(account, HEDGED);
        // Then
        assertThat(answer.body()).contains("alpha");
        var event = theEvent(answer.generationId());
        assertEvent(event, "answered", 10, 5, 7500);
        assertThat(event.get("attempts").asInt()).isEqualTo(2);
        assertThat(event.has("given_up")).isFalse();
    }

    @Test
    void goesOnWithTheSecondAloneWhenTheFirstFails() {
        // Given
        alpha.does(first::complete);
        beta.does(response -> {
            answer(first, refusing(RATE_LIMITED));
            vertx.setTimer(100, _ -> answering("beta").accept(response));
        });
        // When
        var answer = gateway.chat(account, HEDGED);
        // Then
        assertThat(answer.body()).contains("beta");
        assertThat(theEvent(answer.generationId()).get("attempts").asInt()).isEqualTo(2);
    }

    @Test
    void callsTheThirdWhenBothHaveFailed() {
        // Given
        alpha.does(response -> (alpha.received().size() == 1
                        ? (Consumer<HttpServerResponse>) first::complete
                        : answering("third"))
                .accept(response));
        beta.does(response -> {
            refusing(RATE_LIMITED).accept(response);
            vertx.setTimer(100, _ -> answer(first, refusing(RATE_LIMITED)));
        });
        // When
        var answer = gateway.chat(account, HEDGED.replace("[]", "[],\"models\":[\"alpha/cheap\"]"));
        // Then
        assertThat(answer.headers().get(Headers.MODEL)).isEqualTo("alpha/cheap");
        assertThat(theEvent(answer.generationId()).get("attempts").asInt()).isEqualTo(3);
    }

    @Test
    void fallsBackWhenTheWinnersStreamEndsBeforeItsFirstEvent() {
        // Given
        alpha.does(response -> (alpha.received().size() == 1
                        ? (Consumer<HttpServerResponse>) first::complete
                        : answering("third"))
                .accept(response));
        beta.does(response -> streaming(response, report(3, "")).end());
        // When
        var answer = gateway.chat(account, HEDGED_STREAM.replace("[]", "[],\"models\":[\"alpha/cheap\"]"));
        // Then
        assertThat(answer.headers().get(Headers.MODEL)).isEqualTo("alpha/cheap");
        var event = theEvent(answer.generationId());
        assertThat(event.get("given_up"))
                .extracting(attempt -> attempt.get("reason").asText())
                .containsExactly("outpaced", "interrupted");
    }

    @Test
    void endsWithTheCallersOwnMistakeWhoeverRunsBeside() {
        // Given
        alpha.does(first::complete);
        beta.does(_ -> answer(first, refusing(INVALID)));
        // When
        var answer = gateway.chat(account, HEDGED);
        // Then
        assertThat(answer.status()).isEqualTo(400);
        Blocking.until(() -> beta.resets() == 1);
        var event = theEvent(answer.generationId());
        assertEvent(event, "refused", 0, 0, 0);
        assertGivenUp(event, "Beta", "outpaced");
    }

    @Test
    void givesBothUpWhenBothAreSilent() {
        // Given
        alpha.does(first::complete);
        beta.does(second::complete);
        // When
        var answer = gateway.chat(account, HEDGED);
        // Then
        assertThat(answer.status()).isEqualTo(504);
        Blocking.until(() -> alpha.resets() == 1 && beta.resets() == 1);
        var event = theEvent(answer.generationId());
        assertEvent(event, "provider_error", 0, 0, 0);
        assertThat(event.get("given_up"))
                .extracting(attempt -> attempt.get("reason").asText())
                .containsExactly("timed_out", "timed_out");
    }

    @Test
    void cancelsBothWhenTheClientLeavesAndChargesForTheFirstAlone() {
        // Given
        alpha.does(first::complete);
        beta.does(second::complete);
        var generation = "gen-" + UUID.randomUUID();
        var request = gateway.begin(account, generation, HEDGED);
        second.join();
        // When
        request.reset(8);
        // Then
        Blocking.until(() -> alpha.resets() == 1 && beta.resets() == 1);
        var event = theEvent(generation);
        assertEvent(event, "client_gone", ESTIMATE, 0, 500L * ESTIMATE);
        assertThat(event.get("provider").asText()).isEqualTo("Alpha");
        assertGivenUp(event, "Beta", "client_gone");
    }

    @Test
    void cancelsBothAtAStop() {
        // Given
        alpha.does(first::complete);
        beta.does(second::complete);
        var generation = "gen-" + UUID.randomUUID();
        gateway.begin(account, generation, HEDGED);
        second.join();
        // When
        generations.endAll();
        // Then
        Blocking.until(() -> alpha.resets() == 1 && beta.resets() == 1);
        var event = theEvent(generation);
        assertEvent(event, "shutdown", ESTIMATE, 0, 0);
        assertGivenUp(event, "Beta", "shutdown");
    }

    @Test
    void callsNobodyMoreAfterTheEnd() {
        // Given
        alpha.does(first::complete);
        var generation = "gen-" + UUID.randomUUID();
        var request = gateway.begin(account, generation, hedged(SHARED, 400));
        first.join();
        // When
        request.reset(8);
        Blocking.until(() -> !events(generation).isEmpty());
        var passed = new CompletableFuture<Void>();
        vertx.setTimer(500, _ -> passed.complete(null));
        passed.join();
        // Then
        assertThat(beta.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99|invalid_value",
                "60001|invalid_value",
                "1.5|invalid_type",
                "\"2s\"|invalid_type",
                "true|invalid_type"
            })
    void refusesWhatIsNoTime(String after, String code) {
        // When
        var answer =
                gateway.chat(account, SHARED.replace("[]", "[],\"provider\":{\"hedge_after_ms\":%s}".formatted(after)));
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("provider.hedge_after_ms");
    }

    @Test
    void refusesToHedgeWithoutASecondCandidate() {
        // When
        var answer = gateway.chat(account, hedged(CHEAP, 100));
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("no_candidate");
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("provider.hedge_after_ms");
        assertThat(alpha.received()).isEmpty();
    }

    private static void assertGivenUp(JsonNode event, String provider, String reason) {
        assertThat(event.get("given_up")).hasSize(1);
        var attempt = event.at("/given_up/0");
        assertThat(attempt.get("provider").asText()).isEqualTo(provider);
        assertThat(attempt.get("reason").asText()).isEqualTo(reason);
        assertThat(attempt.at("/usage/prompt_tokens").asInt()).isEqualTo(ESTIMATE);
        assertThat(attempt.at("/usage/estimated").asBoolean()).isTrue();
        assertThat(attempt.get("provider_cost").asLong()).isEqualTo(500L * ESTIMATE);
    }

    /** Lets an adapter's call that waits answer, unless it was cancelled. */
    private void answer(CompletableFuture<HttpServerResponse> waiting, Consumer<HttpServerResponse> behaviour) {
        var _ = waiting.thenAccept(response -> vertx.runOnContext(_ -> {
            if (!response.closed()) {
                behaviour.accept(response);
            }
        }));
    }
}
