package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.streaming;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Answers that are not streamed. */
class PlainAnswerTest {
    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void answersWholeWithTheUsageBesideTheBody() {
        // Given
        adapter.upstream = request ->
                request.response().putHeader("x-request-id", "upstream-1").end("Volga");

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body())
                .contains("\"content\":\"Volga\"")
                .doesNotContain("usage")
                .endsWith("}");
        assertThat(answer.header("content-length"))
                .isEqualTo(Integer.toString(answer.body().length()));
        assertThat(answer.header(Headers.REPORT))
                .contains("\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}")
                .contains("\"finish_reason\":\"stop\"")
                .contains("\"provider_request_id\":\"upstream-1\"");
        assertThat(Long.parseLong(answer.header(Headers.PROVIDER_TIME))).isPositive();
        assertThat(adapter.timers.running()).isEmpty();
        assertThat(adapter.outcomes("ok")).isEqualTo(1);
    }

    @Test
    void sendsTheProviderWhatTheTranslationSays() {
        // Given
        var body = new CompletableFuture<String>();
        adapter.upstream = request -> request.body().onSuccess(buffer -> {
            body.complete(buffer.toString());
            request.response().end("x");
        });

        // When
        adapter.post(PLAIN);

        // Then
        var request = adapter.received.getFirst();
        assertThat(request.path()).isEqualTo("/answer");
        assertThat(body).isCompletedWithValue("question");
        assertThat(request.getHeader("x-toy")).isEqualTo("toy-1");
        assertThat(request.getHeader("authorization")).isEqualTo("token-0");
        assertThat(request.getHeader("traceparent")).isEqualTo("00-1-2-01");
        assertThat(request.getHeader("accept")).isEqualTo("application/json");
    }

    @Test
    void waitsForAWholeAnswerLongerThanForAFirstByte() {
        // Given
        adapter.config.firstByteTimeout = Duration.ofMillis(1);
        adapter.upstream =
                request -> adapter.vertx.setTimer(100, _ -> request.response().end("Volga"));

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.body()).contains("Volga");
    }

    @Test
    void disclosesIgnoredParametersWithoutHarmToTheHeader() {
        // Given
        adapter.upstream = streaming("say a\nstop\n");

        // When
        var streamed = adapter.post(STREAMED);
        adapter.upstream = request -> request.response().end("x");
        var whole = adapter.post(PLAIN);

        // Then
        assertThat(streamed.header(Headers.IGNORED_PARAMETERS)).isEqualTo("seed,bad%0D%0Aname%3A+x,top_p");
        assertThat(whole.header(Headers.IGNORED_PARAMETERS)).isEqualTo("seed,bad%0D%0Aname%3A+x,top_p");
    }
}
