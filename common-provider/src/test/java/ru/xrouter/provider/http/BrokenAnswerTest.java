package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.streaming;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Answers that the provider breaks off. */
class BrokenAnswerTest {
    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void answersEvenWhenTheTranslationIsMistaken() {
        // When
        adapter.upstream = streaming("say one\nexplode\n");
        var streamed = adapter.post(STREAMED);
        adapter.upstream = request -> request.response().end("explode");
        var whole = adapter.post(PLAIN);

        // Then
        assertThat(streamed.events().getLast()).contains("\"failure\":\"interrupted\"");
        assertThat(whole.status()).isEqualTo(502);
        assertThat(whole.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void endsWithAnErrorAndTheUsageSoFarWhenTheProviderGivesUp() {
        // Given
        adapter.upstream = streaming("say one\nfail\nsay never\n");

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.events())
                .endsWith(
                        "{\"content\":\"one\"} null",
                        "error upstream_interrupted",
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"estimated\":true},"
                                + "\"failure\":\"unavailable\"}");
        assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("never");
    }

    @Test
    void tellsTheProvidersWordsInTheMiddleOfAStream() {
        // Given
        adapter.upstream = streaming("say one\nmoan\n");

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.body())
                .contains("\"code\":\"upstream_interrupted\",\"metadata\":{\"provider\":\"Toy\","
                        + "\"provider_message\":\"Key … is tired.\"}");
    }

    @Test
    void tellsTheProvidersWordsInPlaceOfAnAnswer() {
        // When
        adapter.upstream = streaming("moan\n");
        var streamed = adapter.post(STREAMED);
        adapter.upstream = request -> request.response().end("moan");
        var whole = adapter.post(PLAIN);

        // Then
        for (var answer : List.of(streamed, whole)) {
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body())
                    .contains("\"metadata\":{\"provider\":\"Toy\",\"provider_message\":\"Key … is tired.\"}");
        }
    }

    @Test
    void endsWithAnErrorWhenTheStreamEndsWithoutAFinish() {
        // Given
        adapter.upstream = streaming("say one\n");

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.events()).contains("error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"interrupted\"");
    }

    @Test
    void endsWithAnErrorWhenTheConnectionBreaks() {
        // Given
        adapter.upstream = request -> {
            request.response().setChunked(true).write("say one\n");
            adapter.whenRead(1, () -> request.connection().close());
        };

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.events()).contains("{\"content\":\"one\"} null", "error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"interrupted\"");
        assertThat(adapter.outcomes("interrupted")).isEqualTo(1);
        assertThat(adapter.timers.running()).isEmpty();
    }

    @Test
    void timesOutInTheMiddleOfAStream() {
        // Given
        adapter.config.idleTimeout = Duration.ofMillis(50);
        adapter.upstream = request -> request.response().setChunked(true).write("say one\n");

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.events()).contains("error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"timed_out\"");
        assertThat(adapter.timers.running()).isEmpty();
    }
}
