package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.http.Headers;

/** Several choices of an answer that is not streamed. */
class ChoicesTest {
    private static final String THREE = PLAIN.replace("\"model\"", "\"n\":3,\"model\"");

    @RegisterExtension
    private final RunningAdapter adapter =
            new RunningAdapter(apiUrl -> new ToyProvider(apiUrl, ToyProvider.Extra.NUMBERED_CALLS));

    @ParameterizedTest
    @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
    void keepsTheOrderOfTheChoicesWhicheverEndsFirst(String order) {
        // Given
        adapter.upstream = new Choices(
                3,
                calls -> order.chars()
                        .map(Character::getNumericValue)
                        .forEach(choice -> calls.get(choice)
                                .putHeader("x-request-id", "upstream-" + choice)
                                .end("text " + choice)));

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        for (int choice = 0; choice < 3; choice++) {
            assertThat(answer.body())
                    .contains("{\"index\":%d,\"message\":{\"role\":\"assistant\",\"content\":\"text %d\""
                            .formatted(choice, choice));
        }
        assertThat(answer.header(Headers.REPORT)).contains("\"provider_request_id\":\"upstream-0\"");
        assertThat(adapter.timers.running()).isEmpty();
    }

    @Test
    void sumsTheUsageOfTheChoices() {
        // Given
        adapter.upstream = request -> request.response().end("text");

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.header(Headers.REPORT))
                .contains("\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":6}")
                .contains("\"finish_reason\":\"stop\"");
        assertThat(adapter.outcomes("ok")).isEqualTo(1);
    }

    @Test
    void failsAsTheFailedChoiceDidAndStopsTheOthers() {
        // Given
        var calls = new Choices(
                3,
                all -> all.get(1)
                        .setStatusCode(429)
                        .putHeader("retry-after", "7")
                        .end());
        adapter.upstream = calls;

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(answer.header("retry-after")).isEqualTo("7");
        assertThat(answer.header(Headers.REPORT)).isEqualTo("null");
        awaitTrue(() -> calls.stopped().contains(0) && calls.stopped().contains(2));
        assertThat(adapter.timers.running()).isEmpty();
        assertThat(adapter.outcomes("rate_limited")).isEqualTo(1);
    }

    @Test
    void failsWhenOneOfTheChoicesIsMalformed() {
        // Given
        adapter.upstream = new Choices(3, all -> {
            all.get(0).end("text 0");
            all.get(2).end("garbage");
        });

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void tellsWhatWasServedBeforeOneOfTheChoicesFailed() {
        // Given
        adapter.upstream = new Choices(
                3,
                calls -> calls.get(0)
                        .end("text 0")
                        .onSuccess(_ -> adapter.vertx.setTimer(
                                300, _ -> calls.get(1).setStatusCode(429).end())));

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.REPORT))
                .isEqualTo("{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2},\"failure\":\"rate_limited\"}");
    }

    @Test
    void refusesMoreChoicesThanAreMade() {
        // When
        var answer = adapter.post(PLAIN.replace("\"model\"", "\"n\":4,\"model\""));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("invalid_request");
        assertThat(answer.body()).contains("\"param\":\"n\"");
        assertThat(adapter.received).isEmpty();
    }
}
