package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.await;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;
import static ru.xrouter.provider.http.RunningAdapter.stoppedBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that the provider made for a streamed answer. */
class MadeFilesTest {
    private static final int TOO_MANY_BYTES = 3_000_001;

    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void saysAFileBeforeTheEnd() {
        // Given
        drawing("say one\ndraw\nsay two\nstop\n", request -> request.response().end("dot"));

        // When
        var answer = adapter.post(STREAMED).body();

        // Then
        assertThat(answer)
                .containsSubsequence("one", "two", "data:image/png;base64,ZG90", "\"finish_reason\":\"stop\"");
    }

    @Test
    void fetchesAFileThatIsToldTwiceOnce() {
        // Given
        drawing("draw\ndraw\ncut\n", request -> request.response().end("dot"));

        // When
        var answer = adapter.post(STREAMED).body();

        // Then
        assertThat(answer).containsOnlyOnce("ZG90").contains("\"finish_reason\":\"stop\"");
        assertThat(adapter.received).hasSize(2);
    }

    @Test
    void failsWhereAFileIsMissing() {
        // Given
        drawing(
                "say one\ndraw\nstop\n",
                request -> request.response().setStatusCode(400).end());

        // When
        var answer = adapter.post(STREAMED).body();

        // Then
        assertThat(answer).contains("\"error\"").doesNotContain("\"finish_reason\":\"stop\"");
    }

    @Test
    void failsWhereAFileIsTooLarge() {
        // Given
        drawing("say one\ndraw\nstop\n", request -> request.response().end(Buffer.buffer(new byte[TOO_MANY_BYTES])));

        // When
        var answer = adapter.post(STREAMED).body();

        // Then
        assertThat(answer).contains("\"error\"").doesNotContain("image_url");
    }

    @Test
    void doesNotWaitForAFileForEver() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.config.idleTimeout = Duration.ofMillis(50);
        drawing("say one\ndraw\nstop\n", request -> stoppedBy(request.response(), stopped));

        // When
        var answer = adapter.post(STREAMED).body();

        // Then
        assertThat(answer).contains("\"error\"");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Test
    void stopsAFileThatNobodyWaitsFor() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        drawing("say one\ndraw\nstop\n", request -> stoppedBy(request.response(), stopped));
        var begun = await(adapter.open(STREAMED));
        awaitTrue(() -> adapter.received.size() == 2);

        // When
        adapter.leave(begun.request());

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> adapter.timers.running().isEmpty());
        assertThat(adapter.outcomes("cancelled")).isEqualTo(1);
    }

    private void drawing(String answer, Consumer<HttpServerRequest> file) {
        adapter.upstream = request -> {
            if (request.path().equals("/dot")) {
                file.accept(request);
            } else {
                request.response().end(answer);
            }
        };
    }
}
