package ru.xrouter.simulator.yandex;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

/** The OpenAI-compatible surface in both of its personalities. */
class OpenAiTest {
    private static final String FOLDER = "b1gfolder";
    private static final String OWN = "yandexgpt/latest";
    private static final String OPEN = "qwen3-235b-a22b-fp8/latest";
    private static final String TOOLS = """
            ,"tools":[{"type":"function","function":{"name":"a","parameters":{"type":"object","properties":\
            {"x":{"type":"integer"}}}}},{"type":"function","function":{"name":"b"}}]""";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @Test
    void anOwnModelNamesTheFolderAndEchoesTheRequestId() {
        var response = SIM.send(
                chat(OWN, "привет", "").header("x-client-request-id", "mine").build());

        var json = json(response);
        assertThat(json.path("model").asText()).isEqualTo("gpt://b1gfolder/yandexgpt/latest");
        assertThat(json.path("id").asText()).hasSize(36);
        assertThat(json.path("choices").get(0).toString())
                .isEqualTo("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Эхо: привет. Так отвечает"
                        + " имитатор: предсказуемо, без сети и без настоящей модели, зато с честным счётом токенов и"
                        + " обычным потоком.\"},\"finish_reason\":\"stop\"}");
        assertThat(json.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":8,\"total_tokens\":41,\"completion_tokens\":33}");
        assertThat(response.headers().firstValue("x-client-request-id")).contains("mine");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void anOpenModelLeavesTheFolderOutAndEchoesNothing() {
        var response = SIM.send(chat(OPEN, "привет", ",\"stream\":true")
                .header("x-client-request-id", "mine")
                .build());

        assertThat(events(response).getFirst().path("model").asText()).isEqualTo("gpt://qwen3-235b-a22b-fp8/latest");
        assertThat(events(response).getFirst().path("id").asText()).startsWith("chatcmpl-");
        assertThat(response.headers().firstValue("x-request-id")).isEmpty();
        assertThat(response.headers().firstValue("x-client-request-id")).isEmpty();
        assertThat(response.headers().firstValue("access-control-allow-origin")).contains("*");
    }

    @Test
    void anOwnModelEndsInItsLastPieceAndCountsNothing() {
        var events = events(SIM.send(chat(OWN, "привет", ",\"stream\":true").build()));

        assertThat(events.getFirst().at("/choices/0/delta").toString())
                .startsWith("{\"role\":\"assistant\",\"content\":\"Э");
        assertThat(events.getFirst().at("/choices/0").has("finish_reason")).isFalse();
        assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.getLast().at("/choices/0/delta/content").asText()).isNotEmpty();
        assertThat(events).noneMatch(event -> event.has("usage"));
    }

    @Test
    void anOpenModelEndsApartAndAlwaysCounts() {
        var events = events(SIM.send(chat(OPEN, "привет", ",\"stream\":true").build()));

        assertThat(events.getFirst().at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(events.get(events.size() - 2).at("/choices/0").toString())
                .isEqualTo("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(33);
        assertThat(text(events, "content")).endsWith("обычным потоком.");
    }

    @Test
    void anOwnModelsCallIdIsTheFunctionsName() {
        var text = "call a {\\\"x\\\":1} and call a {\\\"x\\\":2}";
        var off = TOOLS + ",\"parallel_tool_calls\":false";
        var whole = json(SIM.send(chat(OWN, text, off).build()));
        var events = events(SIM.send(chat(OWN, text, off + ",\"stream\":true").build()));

        assertThat(whole.at("/choices/0/message").toString())
                .isEqualTo(
                        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":"
                                + "\"function\",\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"x\\\":1}\"}},{\"index\":1,\"id\":"
                                + "\"a\",\"type\":\"function\",\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"x\\\":2}\"}}]}");
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(events.getFirst().at("/choices/0/delta/tool_calls")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"qwen3-235b-a22b-fp8, function", "gemma-3-27b-it, ''"})
    void anOpenModelStreamsArgumentsInPiecesWithEmptyNames(String model, String firstType) {
        var events = events(SIM.send(chat(model, "call a {\\\"x\\\":12345}", TOOLS + ",\"stream\":true")
                .build()));
        var calls = events.stream()
                .map(event -> event.at("/choices/0/delta/tool_calls/0"))
                .filter(call -> !call.isMissingNode())
                .toList();

        assertThat(calls.getFirst().path("id").asText()).startsWith("chatcmpl-tool-");
        assertThat(calls.getFirst().path("type").asText()).isEqualTo(firstType);
        assertThat(calls.getFirst().at("/function/name").asText()).isEqualTo("a");
        assertThat(calls).hasSizeGreaterThan(2);
        for (var call : calls.subList(1, calls.size())) {
            assertThat(call.path("id").asText("?")
                            + call.path("type").asText("?")
                            + call.at("/function/name").asText("?"))
                    .isEmpty();
        }
        assertThat(calls.stream()
                        .map(call -> call.at("/function/arguments").asText())
                        .collect(Collectors.joining()))
                .isEqualTo("{\"x\":12345}");
    }

    @Test
    void wantsAnOwnModelsCallIdsBackAsTheyWere() {
        var turn = """
                ,{"role":"assistant","tool_calls":[{"id":"%1$s","type":"function","function":{"name":"a","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"%1$s","content":"полка"}""";

        var known = SIM.send(conversation(OWN, turn.formatted("a")).build());
        var unknown = SIM.send(conversation(OWN, turn.formatted("call_1")).build());
        var open = SIM.send(conversation(OPEN, turn.formatted("call_1")).build());

        assertThat(json(known).at("/choices/0/message/content").asText()).contains("a: полка");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(open).at("/choices/0/message/content").asText()).contains("a: полка");
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3-235b-a22b-fp8, '', 0",
        "qwen3-235b-a22b-fp8, ',\"reasoning_effort\":\"low\"', 64",
        "gpt-oss-120b, '', 64",
        "gemma-3-27b-it, ',\"reasoning_effort\":\"low\"', 0"
    })
    void someOpenModelsWriteTheirReasoning(String model, String effort, int characters) {
        var whole = json(SIM.send(chat(model, "привет", effort).build()));
        var events = events(
                SIM.send(chat(model, "привет", effort + ",\"stream\":true").build()));

        assertThat(whole.at("/choices/0/message/reasoning_content").asText("")).hasSize(characters);
        assertThat(text(events, "reasoning_content")).hasSize(characters);
        assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(33 + characters / 4);
    }

    @ParameterizedTest
    @CsvSource({
        "gemma-3-27b-it, data:image/png;base64:iVBORw0KGgo=, 200",
        "gemma-3-27b-it, https://example.com/a.png, 400",
        "qwen3-235b-a22b-fp8, data:image/png;base64:iVBORw0KGgo=, 400",
        "yandexgpt, data:image/png;base64:iVBORw0KGgo=, 400"
    })
    void readsImagesThatAreInTheRequestOnTheModelThatSees(String model, String url, int status) {
        var message = """
                {"role":"user","content":[{"type":"text","text":"что это"},{"type":"image_url","image_url":{"url":"%s"}}]}""".formatted(url.replace("base64:", "base64,"));
        var response = SIM.send(request("""
                {"model":"gpt://b1gfolder/%s/latest","messages":[%s]}""".formatted(model, message)).build());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status == 200) {
            assertThat(json(response).at("/usage/prompt_tokens").asInt()).isEqualTo(3 + 3 + 2 + 256);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"temperature\":1.5",
                ",\"max_tokens\":0",
                ",\"stream\":\"yes\"",
                ",\"tool_choice\":\"any\"",
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}",
                ",\"response_format\":{\"type\":\"xml\"}",
                ",\"reasoning_effort\":\"minimal\"",
                ",\"tools\":[{\"function\":{\"name\":\"a\"}}]"
            })
    void refusesWhatItsDocumentsDoNotAllow(String member) {
        assertThat(SIM.send(chat(OWN, "привет", member).build()).statusCode()).isEqualTo(400);
    }

    @Test
    void acceptsUnknownParametersInSilence() {
        assertThat(SIM.send(chat(OWN, "привет", ",\"top_k\":40,\"seed\":1").build())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-oss-120b", "gpt-oss-20b", "qwen3-235b-a22b-fp8", "gemma-3-27b-it", "aliceai-llm"})
    void someModelsAreReachableOnlyHere(String model) {
        var natively = SIM.completion("""
                {"modelUri":"gpt://b1gfolder/%s/latest","messages":[{"role":"user","text":"привет"}]}""".formatted(model));

        assertThat(SIM.send(chat(model, "привет", "").build()).statusCode()).isEqualTo(200);
        assertThat(json(natively).at("/error/message").asText()).startsWith("invalid model_uri");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | {\"error\":{\"message\":\"service unavailable\",\"type\":\"server_error\",\"param\":null,\"code\":\"503\"}}",
                "text | {\"error\":\"service unavailable\"}",
                "native | {\"error\":{\"grpcCode\":14,\"httpCode\":503,\"message\":\"service unavailable\",\"httpStatus\":\"Service Unavailable\",\"details\":[]}}",
                "nested | {\"error\":{\"error\":\"service unavailable\"}}"
            })
    void wordsAnErrorInTheFormAskedFor(String form, String body) {
        var response = SIM.send(chat(OWN, "[[sim status=503 error-form=%s]] a".formatted(form), "")
                .build());
        var as200 = SIM.send(chat(OWN, "[[sim status=503 errors-as-200 error-form=%s]] a".formatted(form), "")
                .build());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo(body);
        assertThat(as200.statusCode()).isEqualTo(200);
        assertThat(as200.body()).isEqualTo(body);
    }

    @Test
    void breaksStreamsAsToldTo() {
        var cut = SIM.send(
                chat(OPEN, "[[sim chunks=9 cut-after=5]] a", ",\"stream\":true").build());
        var failed = SIM.send(chat(OPEN, "[[sim chunks=9 error-after=2]] a", ",\"stream\":true")
                .build());
        var filtered = events(SIM.send(chat(OWN, "[[sim chunks=9 content-filter=2]] a", ",\"stream\":true")
                .build()));

        assertThat(cut.body()).doesNotContain("[DONE]");
        assertThat(failed.body()).endsWith("\"type\":\"server_error\",\"param\":null,\"code\":\"500\"}}\n\n");
        assertThat(filtered).hasSize(3);
        assertThat(filtered.getLast().at("/choices/0").toString())
                .isEqualTo("{\"index\":0,\"delta\":{\"content\":\"В интернете есть много сайтов с информацией на эту"
                        + " тему.\"},\"finish_reason\":\"content_filter\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer AQVNtest, b1gfolder, 200",
        "Api-Key AQVNtest, b1gfolder, 200",
        "Api-Key AQVNtest.b1gfolder, b1gfolder, 200",
        "Api-Key AQVNtest.b1gother, b1gfolder, 400",
        "Api-Key AQVNtest, b1gother, 400",
        "Bearer wrong, b1gfolder, 401",
        "Bearer t1.a.b, b1gfolder, 401",
        "Api-Key norole, b1gfolder, 403"
    })
    void knowsCredentialsAndTheirFolders(String authorization, String folder, int status) {
        var response = SIM.send(chat(OWN, "привет", "")
                .setHeader("authorization", authorization)
                .header("openai-project", folder)
                .build());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @Test
    void listsModelsWithTheirFolder() {
        var list = json(SIM.send(SIM.request("/yandex/v1/models")
                .header("authorization", "Api-Key AQVNtest")
                .header("openai-project", FOLDER)
                .build()));

        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.at("/data/0").toString())
                .isEqualTo(
                        "{\"id\":\"gpt://b1gfolder/aliceai-llm/latest\",\"object\":\"model\",\"owned_by\":\"Yandex\","
                                + "\"created\":0}");
        assertThat(list.path("data"))
                .extracting(entry -> entry.path("id").asText())
                .contains("emb://b1gfolder/text-embeddings/deprecated", "gpt://b1gfolder/yandexgpt/rc");
        assertThat(list.path("data"))
                .extracting(entry -> entry.path("owned_by").asText())
                .contains("OpenAI", "Google", "Alibaba", "Yandex");
    }

    @Test
    void embedsOneText() {
        var list = """
                {"model":"emb://b1gfolder/text-search-doc/latest","input":%s,"encoding_format":"float"}""";
        var one = json(
                SIM.send(post("/v1/embeddings", list.formatted("[\"привет\"]")).build()));
        var several =
                SIM.send(post("/v1/embeddings", list.formatted("[\"a\",\"b\"]")).build());

        assertThat(one.at("/data/0/embedding")).hasSize(256);
        assertThat(one.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
        assertThat(several.statusCode()).isEqualTo(400);
    }

    @Test
    void givesTheMetadataServicesTokenToThoseWhoNameTheFlavor() {
        var url = "/yandex/computeMetadata/v1/instance/service-accounts/default/token";
        var refused = SIM.send(SIM.request(url).build());
        var given = json(
                SIM.send(SIM.request(url).header("metadata-flavor", "Google").build()));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(given.path("expires_in").asInt()).isEqualTo(43_200);
        assertThat(SIM.send(chat(OWN, "привет", "")
                                .setHeader(
                                        "authorization",
                                        "Bearer " + given.path("access_token").asText())
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    private static HttpRequest.Builder chat(String model, String text, String members) {
        var address = model.contains("/") ? model : model + "/latest";
        return request("""
                {"model":"gpt://%s/%s","messages":[{"role":"user","content":"%s"}]%s}""".formatted(FOLDER, address, text, members));
    }

    private static HttpRequest.Builder conversation(String model, String turns) {
        return request("""
                {"model":"gpt://%s/%s","messages":[{"role":"user","content":"привет"}%s]}""".formatted(FOLDER, model, turns));
    }

    private static HttpRequest.Builder request(String body) {
        return post("/v1/chat/completions", body);
    }

    private static HttpRequest.Builder post(String path, String body) {
        return SIM.request("/yandex" + path)
                .header("authorization", "Api-Key AQVNtest")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static List<JsonNode> events(HttpResponse<String> response) {
        assertThat(response.body()).endsWith("\n\ndata: [DONE]\n\n");
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
    }

    private static String text(List<JsonNode> events, String member) {
        return events.stream()
                .map(event -> event.at("/choices/0/delta").path(member).asText(""))
                .collect(Collectors.joining());
    }
}
