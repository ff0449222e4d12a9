package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.e2e.stack.EventStream;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** When a provider is down the next model of the caller's list answers, and the answer says which. */
@OnRunningStack
class FallbackE2E {
    private final Stack stack;
    private final Operators operators;
    private final Operators.Account account;

    FallbackE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
        this.account = operators.newAccount("fallback");
    }

    @ParameterizedTest
    @CsvSource({"status, 503", "rate-limited, 1", "reset-after, 0", "garbage, 1"})
    void answersFromTheOtherProviderWhenOneIsDown(String knob, String value) {
        // Given
        var body = Requests.withFallback(GIGACHAT, List.of(YANDEXGPT), "Привет!");
        try (var _ = stack.simulatorControl().knobs("gigachat", knob, value)) {
            // When
            var answer = stack.http(account.key()).chat(body);
            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("model").asText()).isEqualTo(YANDEXGPT);
            assertThat(answer.json().path("provider").asText()).isEqualTo("YandexGPT");
            assertThat(answer.header("x-xrouter-model")).isEqualTo(YANDEXGPT);
            assertThat(answer.header("x-xrouter-provider")).isEqualTo("YandexGPT");
            var settled = operators.settled(account, answer.requestId());
            assertThat(settled.path("model").asText()).isEqualTo(YANDEXGPT);
        }
    }

    @Test
    void streamsFromTheOtherProviderWhenOneIsDown() throws IOException {
        // Given
        var body = """
                {"model":"%s","models":["%s"],"stream":true,"messages":[{"role":"user","content":"Привет!"}]}\
                """.formatted(YANDEXGPT, GIGACHAT);
        try (var _ = stack.simulatorControl().knobs("yandex", "status", "503");
                var stream = stack.http(account.key()).stream(body)) {
            // When
            var events = stream.rest();
            // Then
            assertThat(stream.header("x-xrouter-provider")).isEqualTo("GigaChat");
            assertThat(events.getLast()).isEqualTo("[DONE]");
            assertThat(EventStream.parse(events))
                    .allSatisfy(
                            chunk -> assertThat(chunk.path("model").asText()).isEqualTo(GIGACHAT));
        }
    }

    @Test
    void doesNotFallBackOnTheCallersOwnMistake() {
        // Given
        var before = stack.simulatorControl().sold();
        var body = """
                {"model":"%s","models":["%s"],"temperature":9,"messages":[{"role":"user","content":"Привет!"}]}\
                """.formatted(GIGACHAT, YANDEXGPT);
        // When
        var answer = stack.http(account.key()).chat(body);
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("temperature");
        assertThat(stack.simulatorControl().sold().since(before).completed()).isZero();
    }

    @Test
    void doesNotFallBackOnceTheClientHasSeenAByte() throws IOException {
        // Given
        var body = """
                {"model":"%s","models":["%s"],"stream":true,
                 "messages":[{"role":"user","content":"Привет! [[sim tokens=60 chunks=20 gap=5ms cut-after=4]]"}]}\
                """.formatted(GIGACHAT, YANDEXGPT);
        var trace = Requests.traceId();
        // When
        try (var stream = stack.http(account.key()).with("traceparent", Requests.traceparent(trace)).stream(body)) {
            var events = stream.rest();
            // Then
            assertThat(stream.header("x-xrouter-provider")).isEqualTo("GigaChat");
            assertThat(EventStream.parse(events).getLast().at("/error/code").asText())
                    .isEqualTo("upstream_interrupted");
            assertThat(operators
                            .settled(account, stream.requestId())
                            .path("outcome")
                            .asText())
                    .isEqualTo("provider_error");
        }
    }
}
