package ru.xrouter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ru.xrouter.simulator.RunningSimulator.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @AfterEach
    void clearKnobs() {
        SIM.delete("/_sim/knobs");
    }

    private static String gigachat(String knobs, boolean stream) {
        return "{\"model\":\"GigaChat-2\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"привет [[sim " + knobs + "]]\"}]}";
    }

    private static String yandex(String knobs, boolean stream) {
        return "{\"modelUri\":\"gpt://b1gfolder/yandexgpt/latest\",\"completionOptions\":{\"stream\":" + stream
                + "},\"messages\":[{\"role\":\"user\",\"text\":\"привет [[sim " + knobs + "]]\"}]}";
    }

    @ParameterizedTest
    @CsvSource({
        "400, 3, Bad Request",
        "401, 16, Unauthorized",
        "403, 7, Forbidden",
        "500, 13, Internal Server Error",
        "503, 14, Service Unavailable",
        "504, 4, Gateway Timeout"
    })
    void answersAStatusInEachProvidersForm(int status, int grpcCode, String reason) {
        var gigachat = SIM.chat(gigachat("status=" + status, true));
        var yandex = SIM.completion(yandex("status=" + status, true));

        assertThat(gigachat.statusCode()).isEqualTo(status);
        assertThat(json(gigachat).path("status").asInt()).isEqualTo(status);
        assertThat(yandex.statusCode()).isEqualTo(status);
        assertThat(json(yandex).at("/error/grpcCode").asInt()).isEqualTo(grpcCode);
        assertThat(json(yandex).at("/error/httpStatus").asText()).isEqualTo(reason);
    }

    @Test
    void answers502InHtml() {
        assertThat(SIM.chat(gigachat("status=502", false)).body()).startsWith("<html>");
        assertThat(SIM.completion(yandex("status=502", false)).body()).startsWith("<html>");
    }

    @Test
    void limitsTheRateInEachProvidersWords() {
        var gigachat = SIM.chat(gigachat("rate-limited retry-after=3", false));
        var sessions = SIM.completion(yandex("rate-limited", false));
        var hour = SIM.completion(yandex("rate-limited=hour", false));

        assertThat(gigachat.statusCode()).isEqualTo(429);
        assertThat(gigachat.headers().firstValue("retry-after")).contains("3");
        assertThat(json(gigachat).path("message").asText()).isEqualTo("Too Many Requests");
        assertThat(sessions.body()).contains("SessionsCount.count gauge quota limit exceed");
        assertThat(sessions.headers().firstValue("retry-after")).isEmpty();
        assertThat(hour.body()).contains("RequestsPerHour.rate rate quota limit exceed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resetsTheConnection(boolean stream) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SIM.chat(gigachat("reset-after=2", stream)))
                .withStackTraceContaining("reset");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SIM.completion(yandex("reset-after=0", stream)));
    }

    @Test
    void deliversTheChunksBeforeAReset() {
        var request = SIM.gigachat("/chat/completions", gigachat("reset-after=2", true))
                .build();
        var received = new ByteArrayOutputStream();

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SIM.send(
                        request,
                        HttpResponse.BodyHandlers.ofByteArrayConsumer(bytes -> bytes.ifPresent(received::writeBytes))));
        assertThat(received.toString(StandardCharsets.UTF_8).lines().filter(it -> it.startsWith("data: ")))
                .hasSize(2);
    }

    @Test
    void endsAStreamCleanlyWithoutItsEnd() {
        var gigachat = SIM.chat(gigachat("cut-after=2", true)).body();
        var yandex = SIM.completion(yandex("cut-after=2", true)).body();

        assertThat(gigachat.lines().filter(it -> it.startsWith("data: "))).hasSize(2);
        assertThat(gigachat).doesNotContain("[DONE]").doesNotContain("finish_reason");
        assertThat(yandex.lines()).hasSize(2).allMatch(it -> it.contains("PARTIAL"));
    }

    @Test
    void breaksAPlainBodyOff() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SIM.chat(gigachat("cut-after=1", false)));
    }

    @Test
    void answersWithGarbage() {
        var plain = SIM.chat(gigachat("garbage", false)).body();
        var lines = SIM.completion(yandex("garbage", true)).body().lines().toList();

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> json(plain));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> json(lines.get(1)));
    }

    @Test
    void firesTheContentFilter() {
        var gigachat = json(SIM.chat(gigachat("content-filter", false)));
        var yandex = json(SIM.completion(yandex("content-filter", false)));

        assertThat(gigachat.at("/choices/0/finish_reason").asText()).isEqualTo("blacklist");
        assertThat(yandex.at("/result/alternatives/0/status").asText()).isEqualTo("ALTERNATIVE_STATUS_CONTENT_FILTER");
    }

    @Test
    void answersTheLengthAndChunksAskedFor() {
        var usage = json(SIM.chat(gigachat("tokens=100", false))).path("usage");
        var stream = SIM.completion(yandex("tokens=100 chunks=50", true)).body();

        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(100);
        assertThat(stream.lines()).hasSize(50);
    }

    @Test
    void waitsAsLongAsItIsTold() {
        var start = System.nanoTime();
        SIM.chat(gigachat("latency=60ms first-byte=60ms gap=20ms chunks=4", true));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(195_000_000L);
    }

    @Test
    void sendsTheHeadBeforeTheFirstByteIsDue() throws IOException {
        var response = SIM.open(
                SIM.yandex("/completion", yandex("first-byte=5m", true)).build());

        assertThat(response.statusCode()).isEqualTo(200);
        response.body().close();
    }

    @Test
    void takesKnobsFromTheHeaderFirst() {
        var response = SIM.send(SIM.gigachat("/chat/completions", gigachat("status=503", false))
                .header("x-sim-knobs", "status=504")
                .build());

        assertThat(response.statusCode()).isEqualTo(504);
    }

    @Test
    void refusesAKnobItDoesNotKnow() {
        assertThat(SIM.chat(gigachat("satus=503", false)).body()).contains("unknown knob 'satus'");
        assertThat(SIM.completion(yandex("satus=503", false)).statusCode()).isEqualTo(400);
        assertThat(SIM.put("/_sim/knobs", "{\"satus\":503}")).isEqualTo(400);
    }

    @Test
    void appliesGlobalKnobsUntilTheyAreCleared() {
        // Given
        SIM.put("/_sim/knobs", "{\"provider\":\"gigachat\",\"status\":503}");
        var during = SIM.chat(gigachat("", false)).statusCode();
        var other = SIM.completion(yandex("", false)).statusCode();

        // When
        SIM.delete("/_sim/knobs");

        // Then
        assertThat(during).isEqualTo(503);
        assertThat(other).isEqualTo(200);
        assertThat(SIM.chat(gigachat("", false)).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsHowManyGenerationsRun() throws IOException {
        // Given
        SIM.put("/_sim/knobs", "{\"provider\":\"gigachat\",\"concurrency\":1}");
        var running = SIM.open(
                SIM.gigachat("/chat/completions", gigachat("gap=1m", true)).build());

        // When
        var second = SIM.chat(gigachat("", false)).statusCode();

        // Then
        assertThat(second).isEqualTo(429);
        running.body().close();
    }

    @Test
    void refusesABodyBeyondItsBound() {
        assertThat(SIM.chat("x".repeat(21 * 1024 * 1024)).statusCode()).isEqualTo(413);
    }

    @Test
    void saysWhereItsPathsBegin() {
        assertThat(SIM.send(SIM.request("/v1/chat").GET().build()).statusCode()).isEqualTo(404);
        assertThat(SIM.get("/_sim/health").path("status").asText()).isEqualTo("up");
    }
}
