package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.CHAT;
import static ru.xrouter.provider.http.RunningAdapter.STREAMED;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Several choices of a streamed answer. */
class StreamedChoicesTest {
    private static final String TWO = STREAMED.replace("\"model\"", "\"n\":2,\"model\"");
    private static final String THREE = STREAMED.replace("\"model\"", "\"n\":3,\"model\"");
    private static final int TWO_TICKS_MILLIS = 2200;
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\"} null";

    @RegisterExtension
    private final RunningAdapter adapter =
            new RunningAdapter(apiUrl -> new ToyProvider(apiUrl, ToyProvider.Extra.NUMBERED_CALLS));

    @RegisterExtension
    private final RunningAdapter oneAtATime = new RunningAdapter(
            apiUrl -> new ToyProvider(apiUrl, ToyProvider.Extra.NUMBERED_CALLS), config -> config.concurrency = 1);

    @Test
    void interleavesTheChoicesAsTheyComeAndReportsTheirSum() {
        // Given
        adapter.upstream =
                script(2, new Line(1, "say b"), new Line(0, "say a"), new Line(1, "stop"), new Line(0, "say c\nstop"));

        // When
        var answer = adapter.post(TWO);

        // Then
        assertThat(answer.choiceEvents())
                .containsExactly(
                        usage(3, 1, true),
                        "0 " + ROLE,
                        "1 " + ROLE,
                        "1 {\"content\":\"b\"} null",
                        usage(6, 2, true),
                        "0 {\"content\":\"a\"} null",
                        usage(6, 2, true),
                        "1 {} \"stop\"",
                        "0 {\"content\":\"c\"} null",
                        "0 {} \"stop\"",
                        "report {\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":3},\"finish_reason\":\"stop\"}");
        assertThat(adapter.outcomes("ok")).isEqualTo(1);
        assertThat(adapter.timers.running()).isEmpty();
    }

    @Test
    void breaksAllOffWithOneErrorWhenOneChoiceFails() {
        // Given
        var calls = script(3, new Line(0, "say a"), new Line(1, "say b"), new Line(2, "say c"), new Line(1, "fail"));
        adapter.upstream = calls;

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.events()).containsOnlyOnce("error upstream_interrupted");
        assertThat(answer.events())
                .endsWith(
                        "error upstream_interrupted",
                        "report {\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"estimated\":true},"
                                + "\"failure\":\"unavailable\"}");
        assertThat(answer.body()).doesNotContain("\"finish_reason\":\"stop\"");
        awaitTrue(() -> calls.stopped().containsAll(List.of(0, 1, 2)));
        assertThat(adapter.timers.running()).isEmpty();
        assertThat(adapter.outcomes("unavailable")).isEqualTo(1);
    }

    @Test
    void refusesTrulyWhenAChoiceFailsBeforeAnyHasBegun() {
        // Given
        var calls = new Choices(3, all -> all.get(2).setStatusCode(429).end());
        adapter.upstream = calls;

        // When
        var answer = adapter.post(THREE);

        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("rate_limited");
        awaitTrue(() -> calls.stopped().containsAll(List.of(0, 1)));
    }

    @Test
    void stopsEveryChoiceWhenTheRouterLeaves() {
        // Given
        var calls = new Choices(3, all -> all.write(1, "say b\n"));
        adapter.upstream = calls;
        var request = adapter.begin(CHAT, THREE);
        awaitTrue(() -> adapter.received.size() == 3);

        // When
        adapter.leave(request);

        // Then
        awaitTrue(() -> calls.stopped().containsAll(List.of(0, 1, 2)));
        awaitTrue(() -> adapter.timers.running().isEmpty());
        assertThat(adapter.outcomes("cancelled")).isEqualTo(1);
    }

    @Test
    void timesOutWhenOneChoiceNeverBegins() {
        // Given
        var calls = new Choices(2, all -> {
            all.get(0).end("say a\nstop\n");
            adapter.whenRead(1, () -> adapter.config.firstByteTimeout = Duration.ofMillis(1));
        });
        adapter.upstream = calls;

        // When
        var answer = adapter.post(TWO);

        // Then
        assertThat(answer.choiceEvents()).contains("0 {} \"stop\"", "error upstream_interrupted");
        assertThat(answer.events().getLast()).contains("\"failure\":\"timed_out\"");
        awaitTrue(() -> calls.stopped().contains(1));
    }

    @Test
    void countsNoTimeAgainstAChoiceThatWaitsForAnother() {
        // Given
        oneAtATime.upstream = request -> {
            if (oneAtATime.received.size() > 1) {
                request.response().end("say b\nstop\n");
                return;
            }
            request.response().setChunked(true).write("say a\n");
            oneAtATime.whenRead(1, () -> oneAtATime.config.firstByteTimeout = Duration.ofMillis(1));
            oneAtATime.vertx.setTimer(TWO_TICKS_MILLIS, _ -> {
                oneAtATime.config.firstByteTimeout = Duration.ofMinutes(1);
                request.response().end("stop\n");
            });
        };

        // When
        var answer = oneAtATime.post(TWO);

        // Then
        assertThat(answer.choiceEvents()).contains("0 {} \"stop\"", "1 {} \"stop\"");
    }

    @Test
    void startsNoSecondTickerWhenAStepSaysNothing() {
        // Given
        adapter.upstream = request -> {
            request.response().setChunked(true).write("murmur\n");
            adapter.vertx.setTimer(50, _ -> {
                request.response().write("murmur\n");
                adapter.vertx.setTimer(50, _ -> request.response().end("say a\nstop\n"));
            });
        };

        // When
        var answer = adapter.post("/v1/completions", "{\"model\":\"m\",\"stream\":true,\"prompt\":\"hi\"}");

        // Then
        assertThat(answer.body()).contains("\"text\":\"a\"").doesNotContain("hm");
        assertThat(adapter.timers.running()).isEmpty();
    }

    private record Line(int choice, String text) {}

    /** Each line goes out only when all before it have been read, so that they are never joined. */
    private Choices script(int choices, Line... lines) {
        return new Choices(choices, calls -> {
            for (int i = 0; i < lines.length; i++) {
                var line = lines[i];
                var last = line.text.endsWith("stop");
                Runnable send = last
                        ? () -> calls.get(line.choice).end(line.text + "\n")
                        : () -> calls.write(line.choice, line.text + "\n");
                adapter.whenRead(i, send);
            }
        });
    }

    private static String usage(int prompt, int completion, boolean estimated) {
        return "report {\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d%s}}"
                .formatted(prompt, completion, estimated ? ",\"estimated\":true" : "");
    }
}
