package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A model without structured output answers in the form asked for, or its answer says that it does not. */
@OnRunningStack
class EmulatedFormatE2E {
    private static final String FORMAT = """
            "response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":{"type":"object",
             "properties":{"name":{"type":"string"},"people":{"type":"integer"}},"required":["name","people"],"additionalProperties":false}}}\
            """;

    private final Stack stack;

    EmulatedFormatE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @CsvSource({
        "Тверь, emulated, 1, true",
        "Тверь [[sim wrong-json=1]], repaired, 2, true",
        "Тверь [[sim wrong-json=2]], invalid, 2, false"
    })
    void marksAndPaysWhatBecameOfIt(String message, String state, int calls, boolean right) {
        // Given
        var before = stack.simulatorControl().sold();
        // When
        var answer = stack.http().chat(formatted(Requests.plain(GIGACHAT, message)));
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/metadata/structured_output").asText()).isEqualTo(state);
        assertThat(isCity(answer.json().at("/choices/0/message/content").asText()))
                .isEqualTo(right);
        var sold = stack.simulatorControl().sold().since(before);
        assertThat(sold.completed()).isEqualTo(calls);
        assertThat(answer.json().at("/usage/prompt_tokens").asLong()).isEqualTo(sold.promptTokens());
        assertThat(answer.json().at("/usage/completion_tokens").asLong()).isEqualTo(sold.completionTokens());
    }

    @ParameterizedTest
    @CsvSource({
        "Тверь, emulated, true",
        "Тверь [[sim wrong-json=1]], repaired, true",
        "Тверь [[sim wrong-json=2]], invalid, false"
    })
    void streamsInOnePieceWhatHasBeenChecked(String message, String state, boolean right) throws IOException {
        // When
        try (var stream = stack.http().stream(formatted(Requests.streamed(GIGACHAT, message)))) {
            var events = stream.rest();
            // Then
            assertThat(events)
                    .filteredOn(event -> event.contains("\"content\":\"{") || event.contains("\"content\":\"Эхо"))
                    .hasSize(1);
            assertThat(events)
                    .filteredOn(event -> event.contains("\"structured_output\":\"%s\"".formatted(state)))
                    .hasSize(1);
            assertThat(String.join("", events).contains("people")).isEqualTo(right);
        }
    }

    private static String formatted(String body) {
        return "%s,%s}".formatted(body.substring(0, body.length() - 1), FORMAT);
    }

    private static boolean isCity(String text) {
        return text.startsWith("{") && text.contains("\"people\"");
    }
}
