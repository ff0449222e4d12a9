package ru.xrouter.simulator.yandex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.xrouter.simulator.RunningSimulator.json;

import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

/** The simulator's JSON is what protobuf makes of the provider's published definitions, and the other way round. */
class YandexProtoTest {
    private static final String URI = "\"modelUri\":\"gpt://b1gfolder/yandexgpt/latest\"";
    private static final String TOOLS = """
            "tools":[{"function":{"name":"a","description":"d","strict":true,"parameters":{"type":"object",\
            "properties":{"x":{"type":"integer","minimum":5}}}}}]""";
    private static final String EVERYTHING = """
            {%s,"completionOptions":{"stream":false,"temperature":0.5,"maxTokens":"800",\
            "reasoningOptions":{"mode":"ENABLED_HIDDEN"}},"messages":[{"role":"system","text":"s"},\
            {"role":"user","text":"call a"},{"role":"assistant","toolCallList":{"toolCalls":[{"functionCall":\
            {"name":"a","arguments":{"x":5,"deep":{"list":[1.5,null,true,"t"]}}}}]}},{"role":"user","toolResultList":\
            {"toolResults":[{"functionResult":{"name":"a","content":"shelf"}}]}}],%s,"parallelToolCalls":false,\
            "toolChoice":{"mode":"AUTO"},"jsonSchema":{"schema":{"type":"object"}}}""".formatted(URI, TOOLS);

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @AfterEach
    void clearKnobs() {
        SIM.delete("/_sim/knobs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "привет",
                "привет [[sim content-filter]]",
                "привет [[sim content-filter=2 chunks=9]]",
                "привет [[sim tokens=40]]",
                "call a {\\\"x\\\":5.5}",
                "call a and call a"
            })
    void everyAnswerIsACompletionResponse(String text) {
        for (var stream : new boolean[] {false, true}) {
            for (var options : new String[] {"", ",\"maxTokens\":\"3\"", ",\"reasoningOptions\":{\"mode\":2}"}) {
                var answers = SIM.completion("""
                        {%s,"completionOptions":{"stream":%s%s},"messages":[{"role":"user","text":"%s"}],%s}""".formatted(URI, stream, options, text, TOOLS));

                assertThat(answers.statusCode()).isEqualTo(200);
                assertThat(answers.body().lines()).isNotEmpty().allSatisfy(line -> {
                    var message = YandexProto.parseResult("CompletionResponse", line);
                    assertThat(YandexProto.print(message)).contains("ALTERNATIVE_STATUS_", "inputTextTokens\": \"");
                });
            }
        }
    }

    @Test
    void smallAnswersAreTheirMessages() {
        var tokens = send("/tokenize", "{%s,\"text\":\"привет\"}".formatted(URI));
        var prompt = send("/tokenizeCompletion", EVERYTHING);
        var vector = send(
                "/textEmbedding",
                "{\"modelUri\":\"emb://b1gfolder/text-embeddings/latest\",\"text\":\"a\",\"dim\":\"8\"}");

        YandexProto.parse("TokenizeResponse", tokens);
        YandexProto.parse("TokenizeResponse", prompt);
        YandexProto.parse("TextEmbeddingResponse", vector);
    }

    @Test
    void anIamTokenIsItsMessage() {
        var request = "{\"yandexPassportOauthToken\":\"y0_token\"}";
        var issued = SIM.send(SIM.request("/yandex/iam/v1/tokens")
                        .POST(HttpRequest.BodyPublishers.ofString(request))
                        .build())
                .body();

        YandexProto.parseAny("yandex.cloud.iam.v1.CreateIamTokenRequest", request);
        YandexProto.parseAny("yandex.cloud.iam.v1.CreateIamTokenResponse", issued);
    }

    @Test
    void anAsynchronousCompletionIsAnOperation() {
        // Given
        var started =
                send("/completionAsync", "{%s,\"messages\":[{\"role\":\"user\",\"text\":\"привет\"}]}".formatted(URI));
        var id = json(started).path("id").asText();

        // When
        var first = poll(id);
        var second = poll(id);

        // Then
        for (var operation : List.of(started, first, second)) {
            YandexProto.parseAny("yandex.cloud.operation.Operation", operation);
        }
        assertThat(json(first).path("done").asBoolean()).isFalse();
        assertThat(json(second).at("/response/alternatives/0/message/text").asText())
                .startsWith("Эхо: привет");
        assertThat(json(poll("unknown")).at("/error/httpCode").asInt()).isEqualTo(404);
    }

    private static String poll(String id) {
        return SIM.send(SIM.request("/yandex/operations/" + id)
                        .header("authorization", "Api-Key AQVNtest")
                        .build())
                .body();
    }

    @Test
    void takesEveryFieldAsProtobufPrintsIt() {
        var printed = YandexProto.print(YandexProto.parse("CompletionRequest", EVERYTHING));

        var answer = SIM.completion(printed);

        assertThat(printed).contains("\"maxTokens\": \"800\"", "\"x\": 5.0");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).at("/result/usage/inputTextTokens").asText())
                .isEqualTo(Integer.toString(json(send("/tokenizeCompletion", printed))
                        .path("tokens")
                        .size()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CompletionRequest | {\"completionOptions\":{\"top_p\":1}}",
                "CompletionRequest | {\"completionOptions\":{\"maxTokens\":\"many\"}}",
                "CompletionRequest | {\"completionOptions\":{\"stream\":\"yes\"}}",
                "CompletionRequest | {\"completionOptions\":{\"reasoningOptions\":{\"mode\":\"LOUD\"}}}",
                "CompletionRequest | {\"jsonObject\":true,\"jsonSchema\":{\"schema\":{}}}",
                "CompletionRequest | {\"toolChoice\":{\"mode\":\"AUTO\",\"functionName\":\"a\"}}",
                "CompletionRequest | {\"messages\":[{\"role\":\"user\",\"text\":\"a\",\"toolCallList\":{}}]}",
                "CompletionRequest | {\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]}",
                "TokenizeRequest | {\"txt\":\"a\"}",
                "TextEmbeddingRequest | {\"dim\":true}"
            })
    void refusesWhatProtobufRefuses(String message, String body) {
        var path = switch (message) {
            case "CompletionRequest" -> "/completion";
            case "TokenizeRequest" -> "/tokenize";
            default -> "/textEmbedding";
        };
        var uri = message.startsWith("Text") ? "\"modelUri\":\"emb://b1gfolder/text-embeddings\"" : URI;
        var text = message.startsWith("Completion") ? "" : ",\"text\":\"a\"";
        var whole = body.replaceFirst("\\{", "{" + uri + text + ",");

        assertThatThrownBy(() -> YandexProto.parse(message, whole)).isInstanceOf(AssertionError.class);
        assertThat(SIM.send(SIM.yandex(path, whole).build()).statusCode()).isEqualTo(400);
    }

    private static String send(String path, String body) {
        var response = SIM.send(SIM.yandex(path, body).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
