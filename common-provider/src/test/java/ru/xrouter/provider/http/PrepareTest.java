package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.CHAT;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;
import static ru.xrouter.provider.http.RunningAdapter.stoppedBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** What a provider needs before the call that answers. */
class PrepareTest {
    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter(url -> new ToyProvider(url, ToyProvider.Extra.UPLOADS));

    @Test
    void callsTheProviderFirstAndAnswersWithWhatItSaid() {
        // Given
        adapter.upstream = request -> request.response().end(request.path().equals("/upload") ? "file-1" : "Volga");

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.body()).contains("Volga");
        assertThat(adapter.received).extracting(request -> request.path()).containsExactly("/upload", "/answer");
        assertThat(adapter.received.getLast().getHeader("x-asked")).isEqualTo("uploaded file-1");
    }

    @Test
    void refusesWhatTheProviderRefusesThere() {
        // Given
        adapter.upstream = request -> request.response().setStatusCode(429).end();

        // When
        var answer = adapter.post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        assertThat(adapter.received).hasSize(1);
    }

    @Test
    void stopsWhenTheRouterLeaves() {
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
        assertThat(adapter.received).hasSize(1);
    }
}
