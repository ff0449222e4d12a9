package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.yandexgpt.AdapterClient.events;
import static ru.xrouter.yandexgpt.AdapterClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.adapter.CustomerCredential;

/** Models that only the OpenAI-compatible API serves, through the running adapter. */
@QuarkusTest
@WithTestResource(SimulatorResource.class)
class OpenAiSurfaceIT {
    private static final String OWN = "aliceai-llm/latest";
    private static final String OPEN = "qwen3-235b-a22b-fp8/latest";
    private static final String OSS = "gpt-oss-120b/latest";
    private static final String DATA = "data: ";
    private static final String REPORT = "event: report\ndata: ";
    private static final String TOOLS = """
            ,"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":\
            {"city":{"type":"string"}}}}}]""";

    private final AdapterClient client = new AdapterClient();

    @ParameterizedTest
    @ValueSource(strings = {OWN, OPEN})
    void answersWithoutTheFolder(String model) {
        var response = chat(model, "Привет", "");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response.body()).at("/choices/0/message/content").asText())
                .startsWith("Эхо: Привет");
        assertThat(response.body()).doesNotContain("b1gsimulator", "gpt://");
        assertThat(response.headers().firstValue("x-xrouter-report").orElseThrow())
                .contains("\"completion_tokens\":33")
                .doesNotContain("estimated");
    }

    @ParameterizedTest
    @CsvSource({OWN + ", true", OPEN + ", false"})
    void streamsAndEstimatesWhatTheProviderDoesNotCount(String model, boolean estimated) {
        var response = chat(model, "Привет", ",\"stream\":true");

        assertThat(text(response, "content")).startsWith("Эхо: Привет").endsWith("обычным потоком.");
        assertThat(response.body()).doesNotContain("b1gsimulator", "gpt://");
        var report = report(response);
        assertThat(report.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(report.at("/usage/estimated").asBoolean(false)).isEqualTo(estimated);
        assertThat(report.at("/usage/completion_tokens").asInt()).isEqualTo(33);
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN, OPEN, "gemma-3-27b-it/latest"})
    void callsToolsInATwoStepLoopWithIdsOfItsOwn(String model) {
        // Given
        var asked = "call weather {\\\"city\\\":\\\"Тверь\\\"} and call weather {\\\"city\\\":\\\"Орёл\\\"}";
        // When
        var response = chat(model, asked, TOOLS);
        var calls = json(response.body()).at("/choices/0/message/tool_calls");
        var second = chatWith(
                model, """
                {"model":"m","messages":[{"role":"user","content":"%s"},{"role":"assistant","content":null,"tool_calls":%s},\
                %s,%s]%s}""".formatted(asked, calls, result(calls.get(1), "снег"), result(calls.get(0), "дождь"), TOOLS));
        // Then
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).path("id").asText())
                .isNotEqualTo(calls.get(1).path("id").asText())
                .isNotEqualTo("weather");
        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(json(second.body()).at("/choices/0/message/content").asText())
                .contains("weather: дождь weather: снег");
    }

    @ParameterizedTest
    @ValueSource(strings = {OWN, OPEN, "gemma-3-27b-it/latest"})
    void streamsToolCallsAsSdksExpectThem(String model) {
        var response = chat(model, "call weather {\\\"city\\\":\\\"Тверь\\\"}", TOOLS + ",\"stream\":true");
        var parts = chunks(response).stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0"))
                .filter(part -> !part.isMissingNode())
                .toList();

        assertThat(parts.stream().filter(part -> part.has("id"))).hasSize(1);
        assertThat(parts.getFirst().path("type").asText()).isEqualTo("function");
        assertThat(parts.getFirst().at("/function/name").asText()).isEqualTo("weather");
        assertThat(json(parts.stream()
                                .map(part -> part.at("/function/arguments").asText())
                                .collect(Collectors.joining()))
                        .path("city")
                        .asText())
                .isEqualTo("Тверь");
        assertThat(report(response).path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void showsReasoning() {
        var whole = chat(OSS, "Привет", ",\"reasoning_effort\":\"low\"");
        var streamed = chat(OSS, "Привет", ",\"stream\":true");

        assertThat(json(whole.body()).at("/choices/0/message/reasoning_content").asText())
                .startsWith("Думаю");
        assertThat(text(streamed, "reasoning_content")).startsWith("Думаю");
        assertThat(text(streamed, "content")).startsWith("Эхо");
    }

    @Test
    void showsImagesToTheModelThatSees() {
        var image = """
                {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Что это?"},\
                {"type":"image_url","image_url":{"url":"%s"}}]}]}""";
        var seen = chatWith("gemma-3-27b-it/latest", image.formatted("data:image/png;base64,iVBORw0KGgo="));
        var remote = chatWith("gemma-3-27b-it/latest", image.formatted("https://example.com/a.png"));
        var blind = chatWith(OPEN, image.formatted("data:image/png;base64,iVBORw0KGgo="));

        assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
        for (var refused : List.of(remote, blind)) {
            assertThat(refused.statusCode()).isEqualTo(400);
        }
        assertThat(json(remote.body()).at("/error/param").asText()).isEqualTo("messages[0].content[1].image_url.url");
        assertThat(json(blind.body()).at("/error/param").asText()).isEqualTo("messages[0].content");
    }

    @Test
    void saysWhatAnOwnModelIgnores() {
        var response = chat(OWN, "Привет", TOOLS + ",\"parallel_tool_calls\":false,\"top_p\":0.5,\"temperature\":1.5");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-xrouter-ignored-parameters").orElseThrow())
                .isEqualTo("parallel_tool_calls,temperature,top_p");
    }

    @ParameterizedTest
    @CsvSource({
        "status=429 error-form=openai, rate_limited",
        "rate-limited error-form=text, rate_limited",
        "rate-limited error-form=nested errors-as-200, rate_limited",
        "rate-limited=hour error-form=native, rate_limited",
        "status=401, bad_credentials",
        "status=503 error-form=openai errors-as-200, unavailable",
        "status=502, unavailable"
    })
    void readsErrorsInEveryForm(String knobs, String failure) {
        var whole = chat(OPEN, "Привет [[sim %s]]".formatted(knobs), "");
        var streamed = chat(OPEN, "Привет [[sim %s]]".formatted(knobs), ",\"stream\":true");

        for (var response : List.of(whole, streamed)) {
            assertThat(response.headers().firstValue("x-xrouter-failure"))
                    .as(response.body())
                    .contains(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut-after=6", "reset-after=6", "error-after=6"})
    void saysSoWhenAStreamBreaksOff(String knob) {
        var response = chat(OPEN, "Привет [[sim %s chunks=20]]".formatted(knob), ",\"stream\":true");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response, "content")).startsWith("Эхо");
        assertThat(chunks(response).getLast().at("/error/code").asText()).isEqualTo("upstream_interrupted");
        assertThat(report(response).has("finish_reason")).isFalse();
        assertThat(report(response).at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void addsNothingToWhatWasSaidWhenTheContentFilterFires() {
        for (var model : List.of(OWN, OPEN)) {
            var atOnce = chat(model, "Привет [[sim content-filter]]", ",\"stream\":true");
            var later = chat(model, "Привет [[sim content-filter=3 chunks=20]]", ",\"stream\":true");

            assertThat(text(atOnce, "content")).isEqualTo("В интернете есть много сайтов с информацией на эту тему.");
            assertThat(text(later, "content")).startsWith("Эхо").doesNotContain("В интернете");
            assertThat(report(later).path("finish_reason").asText()).isEqualTo("content_filter");
        }
    }

    @Test
    void estimatesPromptsThatTheNativeApiDoesNotKnow() {
        var response = client.call("/v1/tokenize", OPEN, "openai", """
                {"model":"m","messages":[{"role":"user","content":"Привет"}]}""", Map.of());

        assertThat(json(response.body())).isEqualTo(json("{\"prompt_tokens\":8,\"estimated\":true}"));
    }

    @Test
    void listsModelsByTheCataloguesNames() {
        var list = json(client.get("/v1/models").body()).path("data");

        assertThat(list)
                .extracting(entry -> entry.path("id").asText())
                .contains(
                        OWN,
                        OPEN,
                        "yandexgpt/rc",
                        "text-embeddings/deprecated",
                        "yandexgpt-lite/latest@tuned-for-tests");
        assertThat(list.findParents("deprecated"))
                .extracting(entry -> entry.path("id").asText())
                .containsExactly("text-embeddings/deprecated");
    }

    @ParameterizedTest
    @CsvSource({
        "AQVNcustomer.b1gcustomer, b1gcustomer, true",
        "AQVNcustomer.b1gcustomer, b1gother, false",
        "wrong, b1gcustomer, false",
        "norole, b1gcustomer, false",
        "AQVNcustomer, , false"
    })
    void checksACustomersCredential(String key, String folder, boolean valid) {
        var settings = folder == null ? "" : ",\"settings\":{\"folder_id\":\"%s\"}".formatted(folder);
        var response = client.post("/v1/credentials/validate", "{\"secret\":\"%s\"%s}".formatted(key, settings));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response.body()).path("valid").asBoolean()).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"yandexgpt/latest,", OPEN + ", openai"})
    void callsWithTheCustomersKeyAndFolder(String model, String surface) {
        // Given
        var marker = "для клиента " + model;
        // When
        var response = client.call(
                "/v1/chat/completions",
                model,
                surface,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(marker),
                Map.of(
                        "x-xrouter-provider-credential",
                        new CustomerCredential("AQVNcustomer.b1gcustomer", Map.of("folder_id", "b1gcustomer"))
                                .header()));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var received = client.received(marker).getLast();
        assertThat(received.path("body").toString()).contains("gpt://b1gcustomer/");
        assertThat(received.at("/headers/authorization").asText()).startsWith("Api-Key");
        assertThat(received.at("/headers/x-data-logging-enabled").asText()).isEqualTo("false");
    }

    private HttpResponse<String> chat(String model, String text, String members) {
        return chatWith(model, """
                {"model":"m","messages":[{"role":"user","content":"%s"}]%s}""".formatted(text, members));
    }

    private HttpResponse<String> chatWith(String model, String body) {
        return client.call(model, "openai", body, Map.of());
    }

    private static String result(JsonNode call, String content) {
        return AdapterClient.JSON
                .createObjectNode()
                .put("role", "tool")
                .put("tool_call_id", call.path("id").asText())
                .put("content", content)
                .toString();
    }

    private static List<JsonNode> chunks(HttpResponse<String> response) {
        return events(response).stream()
                .filter(event -> event.startsWith(DATA + "{"))
                .map(event -> json(event.substring(DATA.length())))
                .toList();
    }

    private static JsonNode report(HttpResponse<String> response) {
        return json(events(response).getLast().substring(REPORT.length()));
    }

    private static String text(HttpResponse<String> response, String member) {
        return chunks(response).stream()
                .map(chunk -> chunk.at("/choices/0/delta").path(member).asText(""))
                .collect(Collectors.joining());
    }
}
