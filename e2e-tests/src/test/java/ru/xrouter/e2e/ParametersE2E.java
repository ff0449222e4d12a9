package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A parameter is honoured, or refused by its name, or told as ignored; it never vanishes. */
@OnRunningStack
class ParametersE2E {
    private static final String IGNORED = "x-xrouter-ignored-parameters";

    private final Stack stack;

    ParametersE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @CsvSource({
        GIGACHAT + ", seed, 7",
        GIGACHAT + ", presence_penalty, 0.5",
        YANDEXGPT + ", seed, 7",
        YANDEXGPT + ", top_p, 0.5"
    })
    void tellsWhatItIgnored(String model, String name, String value) throws IOException {
        // When
        var answer = stack.http().chat(with(Requests.plain(model, "Привет!"), name, value));
        try (var stream = stack.http().stream(with(Requests.streamed(model, "Привет!"), name, value))) {
            stream.rest();
            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header(IGNORED)).isEqualTo(name);
            assertThat(stream.header(IGNORED)).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @CsvSource({GIGACHAT + ", seed, 7", YANDEXGPT + ", top_p, 0.5"})
    void refusesWhatItWouldIgnoreWhenTheCallerInsists(String model, String name, String value) {
        // Given
        var insisting = with(Requests.plain(model, "Привет!"), "provider", "{\"require_parameters\":true}");
        // When
        var honoured = stack.http().chat(insisting);
        var refused = stack.http().chat(with(insisting, name, value));
        // Then
        assertThat(honoured.status()).as(honoured.body()).isEqualTo(200);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().at("/error/param").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void ignoresNothingOfAnOrdinaryRequest(String model) {
        // Given
        var ordinary = with(with(Requests.plain(model, "Привет!"), "temperature", "0.5"), "max_tokens", "20");
        // When
        var answer = stack.http().chat(with(ordinary, "stop", "[\"никогда\"]"));
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header(IGNORED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void refusesWhatWouldChangeTheAnswersMeaning(String model) {
        // When
        var answer = stack.http().chat(with(Requests.plain(model, "Привет!"), "logprobs", "true"));
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("logprobs");
    }

    private static String with(String body, String name, String value) {
        return "%s,\"%s\":%s}".formatted(body.substring(0, body.length() - 1), name, value);
    }
}
