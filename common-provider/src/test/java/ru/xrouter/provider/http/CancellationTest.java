package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.CHAT;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.await;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;
import static ru.xrouter.provider.http.RunningAdapter.stoppedBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Calls that nobody waits for any more. */
class CancellationTest {
    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void timesOutAndStopsAProviderThatNeverBegins() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.config.firstByteTimeout = Duration.ofMillis(50);
        adapter.upstream = request -> stoppedBy(request.response(), stopped);

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("timed_out");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Test
    void stopsTheProviderAndEveryTimerWhenTheRouterLeaves() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.upstream = request -> {
            stoppedBy(request.response(), stopped);
            request.response().setChunked(true).write("say one\n");
        };
        var begun = await(adapter.open(STREAMED));

        // When
        adapter.leave(begun.request());

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> adapter.timers.running().isEmpty());
        assertThat(adapter.outcomes("cancelled")).isEqualTo(1);
    }

    @Test
    void stopsTheProviderWhenTheRouterLeavesBeforeTheFirstEvent() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.upstream = request -> stoppedBy(request.response(), stopped);
        var request = adapter.begin(CHAT, PLAIN);
        awaitTrue(() -> !adapter.received.isEmpty());

        // When
        adapter.leave(request);

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> adapter.timers.running().isEmpty());
    }
}
