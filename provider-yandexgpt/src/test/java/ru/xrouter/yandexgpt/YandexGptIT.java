package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.yandexgpt.AdapterClient.events;
import static ru.xrouter.yandexgpt.AdapterClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(SimulatorResource.class)
class YandexGptIT {
    private static final String MODEL = "yandexgpt/latest";
    private static final String REPORT = "event: report\ndata: ";
    private static final String DATA = "data: ";
    private static final String WEATHER = """
            [{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",\
            "properties":{"city":{"type":"string"}},"required":["city"]}}}]""";

    private final AdapterClient client = new AdapterClient();

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness = URI.create("");

    @BeforeEach
    void forgetWhatWasServed() {
        client.simulator("DELETE", "/_sim/served");
    }

    @Test
    void isReadyOnItsOwn() {
        // When
        var health = client.get(readiness);
        // Then
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(json(health.body()).path("status").textValue()).isEqualTo("UP");
        assertThat(health.body()).contains("\"state\": \"fixed\"");
    }

    @Test
    void answersWhole() {
        // When
        var response = client.call(request(false, "Кто написал «Обломова»?"));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var completion = json(response.body());
        assertThat(completion.path("id").textValue()).isEqualTo("gen-1");
        assertThat(completion.path("model").textValue()).isEqualTo("yandex/yandexgpt");
        assertThat(completion.path("provider").textValue()).isEqualTo("YandexGPT");
        assertThat(completion.at("/choices/0/message/content").textValue()).startsWith("Эхо: Кто написал «Обломова»?");
        assertThat(completion.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
        assertThat(completion.has("usage")).isFalse();
        assertReportsWhatWasServed(
                json(response.headers().firstValue("x-xrouter-report").orElseThrow()));
    }

    @Test
    void streamsTheSameTextAsItAnswersWhole() {
        // Given
        var whole =
                json(client.call(request(false, "Привет 📚 [[sim chunks=40]]")).body());
        client.simulator("DELETE", "/_sim/served");
        // When
        var response = client.call(request(true, "Привет 📚 [[sim chunks=40]]"));
        // Then
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(text(response))
                .isEqualTo(whole.at("/choices/0/message/content").textValue());
        var events = events(response);
        assertThat(events.subList(0, events.size() - 1))
                .filteredOn(event -> event.startsWith(DATA))
                .isNotEmpty()
                .allMatch(event -> event.contains("\"system_fingerprint\":\""));
        assertThat(events.getLast()).startsWith(REPORT);
        var report = json(events.getLast().substring(REPORT.length()));
        assertThat(report.path("finish_reason").textValue()).isEqualTo("stop");
        assertThat(report.path("provider_request_id").asText()).isNotBlank();
        assertReportsWhatWasServed(report);
    }

    @Test
    void callsToolsAndReadsTheirResults() {
        // Given
        var question = message("user", "call get_weather {\"city\":\"Тверь\",\"days\":3.0}");
        // When
        var first = json(client.call("{\"model\":\"m\",\"tools\":%s,\"messages\":[%s]}".formatted(WEATHER, question))
                .body());
        var called = first.at("/choices/0/message");
        var second = client.call("{\"model\":\"m\",\"tools\":%s,\"messages\":[%s,%s,%s]}"
                .formatted(WEATHER, question, called, toolMessage(called.at("/tool_calls/0/id"))));
        // Then
        assertThat(first.at("/choices/0/finish_reason").textValue()).isEqualTo("tool_calls");
        assertThat(called.path("content").isNull()).isTrue();
        assertThat(called.at("/tool_calls/0/id").textValue()).startsWith("call_");
        assertThat(called.at("/tool_calls/0/function/name").textValue()).isEqualTo("get_weather");
        assertThat(called.at("/tool_calls/0/function/arguments").textValue())
                .isEqualTo("{\"city\":\"Тверь\",\"days\":3}");
        assertThat(json(second.body()).at("/choices/0/message/content").textValue())
                .contains("снег");
        assertThat(client.received("toolResultList").getLast().at("/body/messages/2"))
                .isEqualTo(json("""
                                {"role":"user","toolResultList":{"toolResults":[
                                {"functionResult":{"name":"get_weather","content":"снег"}}]}}"""));
    }

    @Test
    void givesEveryToolCallItsOwnId() {
        // Given
        var question = message("user", "call get_weather {\"city\":\"A\"} call get_weather {\"city\":\"B\"}");
        // When
        var response = client.call(
                "{\"model\":\"m\",\"stream\":true,\"tools\":%s,\"messages\":[%s]}".formatted(WEATHER, question));
        // Then
        var calls = chunks(response).stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(calls).extracting(call -> call.path("index").intValue()).containsExactly(0, 1);
        assertThat(calls).extracting(call -> call.path("id").textValue()).doesNotHaveDuplicates();
    }

    @Test
    void tellsWhichParametersItCannotHonour() {
        // When
        var response = client.call("""
                {"model":"m","temperature":1.5,"top_p":0.3,"seed":1,"stop":["отвечает"],
                "messages":[{"role":"user","content":"Привет"}]}""");
        // Then
        assertThat(response.headers().firstValue("x-xrouter-ignored-parameters"))
                .contains("seed,temperature,top_p");
        assertThat(json(response.body()).at("/choices/0/message/content").textValue())
                .isEqualTo("Эхо: Привет. Так ");
    }

    @Test
    void stopsTheProviderAtAStopSequence() {
        // When
        var response = client.call("""
                {"model":"m","stream":true,"stop":["отвечает"],
                "messages":[{"role":"user","content":"Привет [[sim gap=20ms chunks=100]]"}]}""");
        // Then
        assertThat(text(response)).isEqualTo("Эхо: Привет. Так ");
        var report = json(events(response).getLast().substring(REPORT.length()));
        assertThat(report.path("finish_reason").textValue()).isEqualTo("stop");
        client.servedOnce(served -> counts(served).path("cancelled").intValue() == 1);
    }

    @ParameterizedTest
    @CsvSource({"rate-limited, 2", "rate-limited=hour, 60"})
    void saysWhenARateLimitedProviderMayBeTriedAgain(String knob, String retryAfter) {
        for (var stream : List.of(false, true)) {
            // When
            var response = client.call(request(stream, "[[sim %s]]".formatted(knob)));
            // Then
            assertRefused(response, 429, "rate_limited");
            assertThat(response.headers().firstValue("retry-after")).contains(retryAfter);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status=401, 503, bad_credentials",
        "status=403, 503, bad_credentials",
        "status=500, 502, unavailable",
        "status=502, 502, unavailable",
        "status=503, 502, unavailable",
        "garbage, 502, unavailable",
        "reset-after=0, 502, unavailable"
    })
    void turnsTheProvidersTroubleIntoOurs(String knob, int status, String failure) {
        // When
        var response = client.call(request(false, "[[sim %s]]".formatted(knob)));
        // Then
        assertRefused(response, status, failure);
    }

    @Test
    void sendsNoApiKeyAgainThatWasNotAccepted() {
        // When
        client.call(request(false, "[[sim status=401]]"));
        // Then
        assertThat(client.served().path("recent")).hasSize(1);
    }

    @Test
    void namesAnOverlongConversation() {
        // When
        var part = message("user", "слово ".repeat(15_000));
        var response = client.call("{\"model\":\"m\",\"messages\":[%s,%s]}".formatted(part, part));
        // Then
        assertRefused(response, 400, "invalid_request");
        assertThat(json(response.body()).at("/error/code").textValue()).isEqualTo("context_length_exceeded");
        assertThat(json(response.body()).at("/error/message").textValue()).contains("32768 tokens");
    }

    @Test
    void refusesWhatTheProviderCannotDoWithoutAskingIt() {
        // When
        var response = client.call("""
                {"model":"m","logprobs":true,"messages":[{"role":"user","content":"Привет"}]}""");
        // Then
        assertRefused(response, 400, "invalid_request");
        assertThat(json(response.body()).at("/error/param").textValue()).isEqualTo("logprobs");
        assertThat(client.served().path("recent")).isEmpty();
    }

    @Test
    void givesSeveralChoicesAndCountsThemAll() {
        // When
        var response = client.call("""
                {"model":"m","n":2,"messages":[{"role":"user","content":"Привет"}]}""");
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response.body()).path("choices"))
                .extracting(choice -> choice.path("index").intValue())
                .containsExactly(0, 1);
        assertThat(json(response.body()).at("/choices/1/message/content").textValue())
                .startsWith("Эхо");
        var counts = counts(
                client.servedOnce(served -> counts(served).path("completed").intValue() == 2));
        var report = json(response.headers().firstValue("x-xrouter-report").orElseThrow());
        assertThat(report.at("/usage/completion_tokens").intValue())
                .isEqualTo(counts.path("completion_tokens").intValue());
    }

    @ParameterizedTest
    @CsvSource({"reset-after=3", "cut-after=3"})
    void saysSoWhenAStreamBreaksOff(String knob) {
        // When
        var response = client.call(request(true, "Привет [[sim %s chunks=20]]".formatted(knob)));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        var events = events(response);
        assertThat(text(response)).startsWith("Эхо");
        assertThat(json(events.get(events.size() - 2).substring(DATA.length()))
                        .at("/error/code")
                        .textValue())
                .isEqualTo("upstream_interrupted");
        var report = json(events.getLast().substring(REPORT.length()));
        assertThat(report.path("failure").textValue()).isEqualTo("interrupted");
        assertThat(report.has("finish_reason")).isFalse();
        assertThat(report.at("/usage/completion_tokens").intValue()).isPositive();
        assertThat(response.body()).doesNotContain("finish_reason\":\"stop");
    }

    @Test
    void addsNothingToWhatWasSaidWhenTheContentFilterFires() {
        // When
        var atOnce = client.call(request(true, "Привет [[sim content-filter]]"));
        var later = client.call(request(true, "Привет [[sim content-filter=3 chunks=20]]"));
        // Then
        assertThat(text(atOnce)).startsWith("В интернете есть много сайтов");
        assertThat(text(later)).startsWith("Эхо").doesNotContain("В интернете");
        for (var response : List.of(atOnce, later)) {
            assertThat(json(events(response).getLast().substring(REPORT.length()))
                            .path("finish_reason")
                            .textValue())
                    .isEqualTo("content_filter");
        }
    }

    @Test
    void stopsTheProviderWhenTheRouterLeaves() throws IOException {
        // Given
        var response = client.open(request(true, "Привет [[sim gap=50ms chunks=200 tokens=600]]"));
        try (var body = response.body()) {
            assertThat(body.read()).isPositive();
        }
        // When: the stream is closed, and with it the connection.
        // Then
        var served = client.servedOnce(now -> counts(now).path("cancelled").intValue() == 1);
        assertThat(counts(served).path("completed").intValue()).isZero();
    }

    @Test
    void keepsPromptsOutOfTheProvidersLogs() {
        // Given
        var marker = UUID.randomUUID().toString();
        // When
        client.call(request(false, marker));
        // Then
        var headers = client.received(marker).getLast().path("headers");
        assertThat(headers.path("x-data-logging-enabled").textValue()).isEqualTo("false");
        assertThat(headers.path("x-folder-id").textValue()).isEqualTo("b1gsimulator00000000");
        assertThat(headers.path("accept").textValue()).isEqualTo("application/json");
        assertThat(headers.path("authorization").textValue()).startsWith("Api-Key ");
        assertThat(headers.path("traceparent").textValue()).startsWith("00-0af7651916cd43dd8448eb211c80319c");
        assertThat(UUID.fromString(headers.path("x-client-request-id").textValue()))
                .isNotNull();
    }

    private static String request(boolean stream, String content) {
        return "{\"model\":\"m\",\"stream\":%s,\"messages\":[%s]}".formatted(stream, message("user", content));
    }

    private static String message(String role, String content) {
        return AdapterClient.JSON
                .createObjectNode()
                .put("role", role)
                .put("content", content)
                .toString();
    }

    private static String toolMessage(JsonNode callId) {
        return AdapterClient.JSON
                .createObjectNode()
                .put("role", "tool")
                .put("tool_call_id", callId.textValue())
                .put("content", "снег")
                .toString();
    }

    private static List<JsonNode> chunks(HttpResponse<String> response) {
        return events(response).stream()
                .filter(event -> event.startsWith(DATA))
                .map(event -> json(event.substring(DATA.length())))
                .toList();
    }

    private static String text(HttpResponse<String> response) {
        return chunks(response).stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    private static void assertRefused(HttpResponse<String> response, int status, String failure) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-xrouter-failure")).contains(failure);
        assertThat(json(response.body()).path("error").has("code")).isTrue();
    }

    private void assertReportsWhatWasServed(JsonNode report) {
        var counts = counts(
                client.servedOnce(served -> counts(served).path("completed").intValue() == 1));
        assertThat(report.at("/usage/prompt_tokens").intValue())
                .isEqualTo(counts.path("prompt_tokens").intValue());
        assertThat(report.at("/usage/completion_tokens").intValue())
                .isEqualTo(counts.path("completion_tokens").intValue());
        assertThat(report.at("/usage/estimated").asBoolean(false)).isFalse();
    }

    private static JsonNode counts(JsonNode served) {
        return served.path("providers").path("yandexgpt").path(MODEL);
    }
}
