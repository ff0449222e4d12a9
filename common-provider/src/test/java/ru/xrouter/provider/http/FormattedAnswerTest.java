package ru.xrouter.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.provider.http.RunningAdapter.CHAT;
import static ru.xrouter.provider.http.RunningAdapter.PATIENCE_SECONDS;
import static ru.xrouter.provider.http.RunningAdapter.PLAIN;
import static ru.xrouter.provider.http.RunningAdapter.WITH_USAGE;
import static ru.xrouter.provider.http.RunningAdapter.awaitTrue;
import static ru.xrouter.provider.http.RunningAdapter.stoppedBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.api.http.Headers;

/** Answers in a form that the model does not know. The toy counts 3 tokens of prompt and 2 of completion for each call. */
class FormattedAnswerTest {
    private static final String FORMAT =
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                    + "\"schema\":{\"type\":\"object\",\"required\":[\"city\"]}}},\"model\"";
    private static final String RIGHT = "{\"city\":\"Tver\"}";

    @RegisterExtension
    private final RunningAdapter adapter = new RunningAdapter();

    @Test
    void sendsWhatIsRightAsItIs() {
        // Given
        adapter.upstream = request -> request.response().end("```json\n" + RIGHT + "\n```");

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.body())
                .contains("\"content\":\"{\\\"city\\\":\\\"Tver\\\"}\"")
                .contains("\"metadata\":{\"structured_output\":\"emulated\"}");
        assertThat(answer.header(Headers.REPORT)).contains("{\"prompt_tokens\":3,\"completion_tokens\":2}");
        assertThat(adapter.received).hasSize(1);
    }

    @Test
    void asksOnceMoreAndCountsBothCalls() {
        // Given
        adapter.upstream = request -> request.response()
                .putHeader(Headers.REQUEST_ID, isFirst() ? "first" : "second")
                .end(isFirst() ? "Tver, I think" : RIGHT);

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.body()).contains("Tver\\\"}").contains("\"structured_output\":\"repaired\"");
        assertThat(answer.header(Headers.REPORT))
                .contains("{\"prompt_tokens\":6,\"completion_tokens\":4}")
                .contains("\"provider_request_id\":\"second\"");
        assertThat(adapter.received).hasSize(2);
        assertThat(adapter.received.getLast().getHeader("x-asked")).contains("it is not JSON");
    }

    @Test
    void asksOnceMoreAndNotTwice() {
        // Given
        adapter.upstream = request -> request.response().end("{}");

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":\"{}\"").contains("\"structured_output\":\"invalid\"");
        assertThat(answer.header(Headers.REPORT)).contains("{\"prompt_tokens\":6,\"completion_tokens\":4}");
        assertThat(adapter.received).hasSize(2);
    }

    @Test
    void givesWhatItHasWhenTheSecondCallFails() {
        // Given
        adapter.upstream = request -> {
            if (isFirst()) {
                request.response().end("{}");
            } else {
                request.response().setStatusCode(500).end();
            }
        };

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.body()).contains("\"structured_output\":\"invalid\"");
        assertThat(answer.header(Headers.REPORT)).contains("{\"prompt_tokens\":3,\"completion_tokens\":2}");
    }

    @Test
    void failsAsEverWhenTheFirstCallFails() {
        // Given
        adapter.upstream = request -> request.response().end("garbage");

        // When
        var answer = post(PLAIN);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header(Headers.FAILURE)).isEqualTo("unavailable");
    }

    @Test
    void streamsInOnePieceWhenItIsRight() {
        // Given
        adapter.upstream = request -> request.response().end(isFirst() ? "Tver" : RIGHT);

        // When
        var answer = post(WITH_USAGE);

        // Then
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        assertThat(answer.body())
                .contains("\"delta\":{\"content\":\"{\\\"city\\\":\\\"Tver\\\"}\"}")
                .contains(
                        "\"finish_reason\":\"stop\"}],\"usage\":null,\"metadata\":{\"structured_output\":\"repaired\"}")
                .contains("{\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":4},\"finish_reason\":\"stop\",")
                .contains("\"include_usage\":true");
    }

    @Test
    void refusesASchemaThatIsNone() {
        // When
        var answer = adapter.post(CHAT, request(PLAIN).replace("\"object\"", "7"), Headers.EMULATE, "response_format");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("response_format.json_schema.schema");
        assertThat(adapter.received).isEmpty();
    }

    @Test
    void leavesTheFormToAModelThatKnowsIt() {
        // Given
        adapter.upstream = request -> request.response().end("Tver");

        // When
        var answer = adapter.post(request(PLAIN));

        // Then
        assertThat(answer.body()).contains("\"content\":\"Tver\"").doesNotContain("structured_output");
    }

    @Test
    void stopsTheSecondCallWhenTheRouterLeaves() {
        // Given
        var stopped = new CompletableFuture<Boolean>();
        adapter.upstream = request -> {
            if (isFirst()) {
                request.response().end("{}");
            } else {
                stoppedBy(request.response(), stopped);
            }
        };
        var request = adapter.begin(CHAT, request(PLAIN), Headers.EMULATE, "response_format");
        awaitTrue(() -> adapter.received.size() == 2);

        // When
        adapter.leave(request);

        // Then
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        awaitTrue(() -> adapter.timers.running().isEmpty());
    }

    private boolean isFirst() {
        return adapter.received.size() == 1;
    }

    private Received post(String body) {
        return adapter.post(CHAT, request(body), Headers.EMULATE, "response_format");
    }

    private static String request(String body) {
        return body.replace("\"model\"", FORMAT);
    }
}
