package ru.xrouter.simulator.served;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.simulator.RunningSimulator;

class ServedTest {
    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @BeforeEach
    void forget() {
        SIM.delete("/_sim/served");
    }

    private static String gigachat(String knobs, boolean stream) {
        return "{\"model\":\"GigaChat-2\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"привет [[sim " + knobs + "]]\"}]}";
    }

    private static JsonNode gigachatCounts() {
        return SIM.get("/_sim/served").at("/providers/gigachat/GigaChat-2");
    }

    private static JsonNode countsOnce(Predicate<JsonNode> wanted) {
        var deadline = Instant.now().plus(Duration.ofSeconds(5));
        var counts = gigachatCounts();
        while (!wanted.test(counts) && Instant.now().isBefore(deadline)) {
            counts = gigachatCounts();
        }
        return counts;
    }

    @Test
    void addsUpWhatItsAnswersSaid() {
        // Given
        var prompt = 0;
        var completion = 0;
        for (var tokens : new int[] {1, 10, 100}) {
            var usage = json(SIM.chat(gigachat("tokens=" + tokens, false))).path("usage");
            prompt += usage.path("prompt_tokens").asInt();
            completion += usage.path("completion_tokens").asInt();
        }
        SIM.chat(gigachat("tokens=1000", true));

        // When
        var counts = gigachatCounts();

        // Then
        assertThat(counts.path("requests").asInt()).isEqualTo(4);
        assertThat(counts.path("completed").asInt()).isEqualTo(4);
        assertThat(counts.path("prompt_tokens").asInt()).isEqualTo(prompt + 8);
        assertThat(counts.path("completion_tokens").asInt()).isEqualTo(completion + 1000);
        assertThat(counts.path("completed_completion_tokens").asInt()).isEqualTo(1111);
    }

    @Test
    void countsAStreamItsClientLeftAsCancelled() throws IOException {
        // Given
        var response = SIM.open(SIM.gigachat("/chat/completions", gigachat("tokens=100 chunks=50 gap=5ms", true))
                .header("x-request-id", "gen-1")
                .build());
        assertThat(response.body().read()).isEqualTo('d');

        // When
        response.body().close();

        // Then
        var counts = countsOnce(it -> it.path("cancelled").asInt() == 1);
        assertThat(counts.path("completed").asInt()).isZero();
        assertThat(counts.path("cancelled_prompt_tokens").asInt()).isEqualTo(8);
        assertThat(counts.path("cancelled_completion_tokens").asInt()).isBetween(2, 98);
        assertThat(counts.path("completion_tokens").asInt())
                .isEqualTo(counts.path("cancelled_completion_tokens").asInt());
        var cancelled = SIM.get("/_sim/served").path("cancelled");
        assertThat(cancelled).hasSize(1);
        assertThat(cancelled.at("/0/x_request_id").asText()).isEqualTo("gen-1");
        assertThat(cancelled.at("/0/stream").asBoolean()).isTrue();
    }

    @Test
    void countsAClientThatDoesNotWaitForItsAnswerAsCancelled() throws Exception {
        // Given
        try (var socket = new Socket("localhost", SIM.port())) {
            var body = gigachat("latency=5m", false).getBytes(StandardCharsets.UTF_8);
            var head = "POST /gigachat/api/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + SIM.token() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            assertThat(countsOnce(it -> it.path("requests").asInt() == 1)
                            .path("requests")
                            .asInt())
                    .isEqualTo(1);
        }

        // Then
        assertThat(countsOnce(it -> it.path("cancelled").asInt() == 1)
                        .path("cancelled")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void countsBrokenAnswersAsFailed() {
        SIM.chat(gigachat("cut-after=2 chunks=10 tokens=100", true));
        SIM.chat(gigachat("status=503", false));

        var counts = gigachatCounts();
        assertThat(counts.path("failed").asInt()).isEqualTo(2);
        assertThat(counts.path("failed_prompt_tokens").asInt()).isEqualTo(8);
        assertThat(counts.path("failed_completion_tokens").asInt()).isEqualTo(20);
    }

    @Test
    void listsWhatItWasSent() {
        // Given
        SIM.send(SIM.yandex(
                        "/completion",
                        "{\"modelUri\":\"gpt://b1gfolder/yandexgpt-lite\",\"messages\":[{\"role\":\"user\",\"text\":\"hi\"}]}")
                .header("x-client-request-id", "gen-7")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("x-data-logging-enabled", "false")
                .build());

        // When
        var recent = SIM.get("/_sim/served").at("/recent/0");
        var request = SIM.get("/_sim/requests");

        // Then
        assertThat(recent.path("provider").asText()).isEqualTo("yandexgpt");
        assertThat(recent.path("model").asText()).isEqualTo("yandexgpt-lite/latest");
        assertThat(recent.path("x_client_request_id").asText()).isEqualTo("gen-7");
        assertThat(recent.path("traceparent").asText()).startsWith("00-0af7");
        assertThat(recent.path("data_logging_disabled").asBoolean()).isTrue();
        assertThat(request.at("/0/body/messages/0/text").asText()).isEqualTo("hi");
        assertThat(request.at("/0/headers/authorization").asText()).isEqualTo("Api-Key …");
    }

    @Test
    void countsAccessTokens() {
        SIM.send(SIM.tokenRequest("id:secret", "0f7a3c1e-2b64-4d0e-9a52-6b7a3c11d9e0", "scope=GIGACHAT_API_CORP"));

        assertThat(SIM.get("/_sim/served").at("/access_tokens/gigachat").asInt())
                .isEqualTo(1);
    }

    @Test
    void countsRefusedRequestsApart() {
        SIM.send(SIM.request("/gigachat/api/v1/chat/completions")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());

        assertThat(SIM.get("/_sim/served")
                        .at("/providers/gigachat/unattributed/failed")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void keepsTheLastRequestsOnly() {
        for (var i = 0; i < 60; i++) {
            SIM.chat(gigachat("", false));
        }

        assertThat(SIM.get("/_sim/requests")).hasSize(50);
        assertThat(gigachatCounts().path("requests").asInt()).isEqualTo(60);
    }
}
