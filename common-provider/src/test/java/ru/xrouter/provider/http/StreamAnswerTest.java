package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.WITH_USAGE;
import static ru.xrouter.provider.http.RunningAdapter.await;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;
import static ru.xrouter.provider.http.RunningAdapter.stoppedBy;
import static ru.xrouter.provider.http.RunningAdapter.streaming;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streamed answers that come to their end. */
class StreamAnswerTest {
    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void reportsTheUsageBeforeTheChunksThatItAccountsFor() {
        // Given
        adapter.upstream = request -> {
            var response = request.response().setChunked(true);
            response.write("say one\n");
            adapter.whenRead(1, () -> {
                response.write("say two\nsay three\n");
                adapter.whenRead(2, () -> response.end("stop\n"));
            });
        };

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(answer.events())
                .containsExactly(
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"estimated\":true}}",
                        "{\"role\":\"assistant\",\"content\":\"\"} null",
                        "{\"content\":\"one\"} null",
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":3,\"estimated\":true}}",
                        "{\"content\":\"two\"} null",
                        "{\"content\":\"three\"} null",
                        "{} \"stop\"",
                        "report {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":3},\"finish_reason\":\"stop\"}");
        assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("\"usage\":null");
    }

    @Test
    void tellsTheRouterThatTheCallerWantsTheUsageChunk() {
        // Given
        adapter.upstream = streaming("say a\nstop\n");

        // When
        var answer = adapter.post(WITH_USAGE);

        // Then
        assertThat(answer.body().split("\"usage\":null", -1)).hasSize(4);
        assertThat(answer.events().getLast()).contains("\"include_usage\":true");
    }

    @Test
    void completesAndStopsAProviderThatWouldGoOn() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.upstream = request -> {
            stoppedBy(request.response(), stopped);
            request.response().setChunked(true).write("say one\ncut\n");
        };

        // When
        var answer = adapter.post(STREAMED);

        // Then
        assertThat(answer.events()).contains("{} \"stop\"");
        assertThat(answer.events().getLast()).contains("\"finish_reason\":\"stop\"");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Test
    void keepsASilentStreamAlive() {
        // Given
        adapter.config.keepAlive = Duration.ofMillis(50);
        var silent = new CompletableFuture<HttpServerResponse>();
        adapter.upstream = request -> {
            request.response().setChunked(true).write("say one\n");
            silent.complete(request.response());
        };

        // When
        var seen = new StringBuilder();
        await(adapter.onLoop(() -> adapter.open(STREAMED).compose(response -> {
            response.handler(part -> {
                seen.append(part);
                if (part.toString().equals(": keep-alive\n\n")) {
                    var _ = silent.thenAccept(upstreamResponse -> upstreamResponse.end("stop\n"));
                }
            });
            var end = response.end();
            response.resume();
            return end;
        })));

        // Then
        assertThat(seen.toString()).contains("one").contains(": keep-alive\n\n").contains("\"stop\"");
    }

    @Test
    void readsNoFasterThanTheRouterTakes() {
        // Given
        var lines = 4096;
        var line = "say " + "x".repeat(16 * 1024) + "\n";
        var sent = new AtomicLong();
        adapter.upstream = request -> send(request.response().setChunked(true), line, lines, sent);
        var response = await(adapter.open(STREAMED));

        // When
        var held = settled(sent);
        var taken = new AtomicLong();
        await(adapter.onLoop(() -> {
            response.handler(part -> taken.addAndGet(part.length()));
            var end = response.end();
            response.resume();
            return end;
        }));

        // Then
        assertThat(held).isLessThan(lines);
        assertThat(taken.get()).isGreaterThan((long) lines * 16 * 1024);
    }

    private static void send(HttpServerResponse response, String line, int count, AtomicLong sent) {
        while (sent.get() < count) {
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> send(response, line, count, sent));
                return;
            }
            sent.incrementAndGet();
            response.write(line);
        }
        response.end("stop\n");
    }

    /** The value when it has stopped growing. */
    private static long settled(AtomicLong value) {
        var last = new AtomicLong(-1);
        var same = new AtomicLong();
        awaitTrue(() -> {
            var now = value.get();
            same.set(now == last.getAndSet(now) && now > 0 ? same.get() + 1 : 0);
            return same.get() >= 50;
        });
        return last.get();
    }
}
