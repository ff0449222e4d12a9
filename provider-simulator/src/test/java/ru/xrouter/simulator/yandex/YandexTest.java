package ru.xrouter.simulator.yandex;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

class YandexTest {
    private static final String USER = "{\"role\":\"user\",\"text\":\"привет\"}";
    private static final String TOOLS = """
            ,"tools":[{"function":{"name":"a","parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}},
            {"function":{"name":"b"}}]""";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @AfterEach
    void clearKnobs() {
        SIM.delete("/_sim/knobs");
    }

    private static String body(String messages, String members) {
        return "{\"modelUri\":\"gpt://b1gfolder/yandexgpt/latest\",\"messages\":[" + messages + "]" + members + "}";
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"text\":\"" + text + "\"}";
    }

    @Test
    void answersInTheDocumentedForm() {
        var response = SIM.completion(body(USER, ""));

        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(response.body())
                .isEqualTo(
                        "{\"result\":{\"alternatives\":[{\"message\":{\"role\":\"assistant\",\"text\":\"Эхо: привет. Так"
                                + " отвечает имитатор: предсказуемо, без сети и без настоящей модели, зато с честным счётом токенов"
                                + " и обычным потоком.\"},\"status\":\"ALTERNATIVE_STATUS_FINAL\"}],\"usage\":{\"inputTextTokens\":"
                                + "\"8\",\"completionTokens\":\"33\",\"totalTokens\":\"41\",\"completionTokensDetails\":"
                                + "{\"reasoningTokens\":\"0\"}},\"modelVersion\":\"09.02.2025\"}}");
    }

    @Test
    void streamsLinesWhoseTextAndUsageGrow() {
        // When
        var lines = lines(body(user("привет [[sim chunks=4]]"), ",\"completionOptions\":{\"stream\":true}"));

        // Then
        assertThat(lines).hasSize(4);
        var before = "";
        var tokens = 0;
        for (var line : lines) {
            var result = json(line).path("result");
            var text = result.at("/alternatives/0/message/text").asText();
            assertThat(text).startsWith(before).isNotEqualTo(before);
            assertThat(result.at("/usage/completionTokens").isTextual()).isTrue();
            assertThat(result.at("/usage/completionTokens").asInt()).isGreaterThan(tokens);
            before = text;
            tokens = result.at("/usage/completionTokens").asInt();
        }
        assertThat(lines.subList(0, 3)).allMatch(it -> it.contains("ALTERNATIVE_STATUS_PARTIAL"));
        assertThat(lines.getLast()).contains("ALTERNATIVE_STATUS_FINAL");
        assertThat(tokens).isEqualTo(33);
    }

    private static List<String> lines(String body) {
        return SIM.completion(body).body().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"top_p\":1",
                ",\"completionOptions\":{\"stop\":[]}",
                ",\"completionOptions\":{\"temperature\":1.1}",
                ",\"completionOptions\":{\"temperature\":-0.1}",
                ",\"completionOptions\":{\"temperature\":true}",
                ",\"completionOptions\":{\"maxTokens\":\"0\"}",
                ",\"completionOptions\":{\"maxTokens\":\"many\"}",
                ",\"completionOptions\":{\"maxTokens\":1.5}",
                ",\"completionOptions\":{\"stream\":\"true\"}",
                ",\"completionOptions\":{\"reasoningOptions\":{\"mode\":\"LOUD\"}}",
                ",\"jsonObject\":true,\"jsonSchema\":{\"schema\":{}}",
                ",\"jsonSchema\":{\"name\":\"x\",\"schema\":{}}",
                ",\"toolChoice\":{\"mode\":\"AUTO\",\"functionName\":\"a\"}",
                ",\"toolChoice\":{\"functionName\":\"missing\"}",
                ",\"toolChoice\":\"auto\"",
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]",
                ",\"tools\":[{\"function\":{}}]",
                ",\"parallelToolCalls\":\"no\""
            })
    void refusesWhatTheProtocolDoesNotKnow(String member) {
        var response = SIM.completion(body(USER, member));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/grpcCode").asInt()).isEqualTo(3);
        assertThat(json(response).at("/error/httpCode").asInt()).isEqualTo(400);
        assertThat(json(response).at("/error/httpStatus").asText()).isEqualTo("Bad Request");
        assertThat(json(response).at("/error/details").isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"role\":\"tool\",\"text\":\"x\"}",
                "{\"text\":\"x\"}",
                "{\"role\":\"user\"}",
                "{\"role\":\"user\",\"text\":\"\"}",
                "{\"role\":\"user\",\"text\":[\"x\"]}",
                "{\"role\":\"user\",\"content\":\"x\"}",
                "{\"role\":\"assistant\",\"text\":\"x\",\"toolCallList\":{\"toolCalls\":[]}}",
                "{\"role\":\"assistant\",\"toolCallList\":{\"toolCalls\":[]}}",
                "{\"role\":\"assistant\",\"toolCallList\":{\"toolCalls\":[{\"functionCall\":"
                        + "{\"name\":\"a\",\"arguments\":\"{}\"}}]}}",
                "{\"role\":\"user\",\"toolResultList\":{\"toolResults\":[{\"functionResult\":{\"content\":\"x\"}}]}}"
            })
    void refusesMessagesOutOfForm(String messages) {
        assertThat(SIM.completion(body(messages, "")).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt://b1gfolder/yandexgpt-9/latest, invalid model_uri",
        "gpt://b1gfolder/gpt-oss-120b/latest, invalid model_uri",
        "gpt://b1gfolder/yandexgpt/newest, invalid model_uri",
        "yandexgpt/latest, invalid model_uri",
        "gpt://other/yandexgpt/latest, Specified folder ID 'other' does not match with service account folder ID"
    })
    void refusesModelAddresses(String uri, String message) {
        var response = SIM.completion("{\"modelUri\":\"" + uri + "\",\"messages\":[" + USER + "]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).startsWith(message);
    }

    @Test
    void wantsTheFolderHeaderToAgree() {
        var response = SIM.send(SIM.yandex("/completion", body(USER, ""))
                .header("x-folder-id", "b1gother")
                .build());

        assertThat(json(response).at("/error/message").asText()).contains("'b1gfolder'", "'b1gother'");
    }

    @Test
    void acceptsNumbersAsTextAndSnakeCase() {
        var response = SIM.completion("{\"model_uri\":\"gpt://b1gfolder/yandexgpt\",\"messages\":[" + USER
                + "],\"completion_options\":{\"max_tokens\":\"2\",\"temperature\":0,\"stream\":null}}");

        assertThat(json(response).at("/result/usage/completionTokens").asText()).isEqualTo("2");
        assertThat(json(response).at("/result/alternatives/0/status").asText())
                .isEqualTo("ALTERNATIVE_STATUS_TRUNCATED_FINAL");
    }

    @Test
    void ignoresUnknownFieldsOnlyWhenToldTo() {
        // Given
        SIM.put("/_sim/knobs", "{\"provider\":\"yandex\",\"lenient\":true}");

        // Then
        assertThat(SIM.completion(body(USER, ",\"top_p\":1")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Api-Key wrong, Unknown api key 'wron…'",
        "Bearer AQVNtest, The token is invalid",
        "Basic x, IAM token or API key has to be passed in request"
    })
    void refusesCredentials(String authorization, String message) {
        var response = SIM.send(SIM.yandex("/completion", body(USER, ""))
                .setHeader("authorization", authorization)
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).at("/error/grpcCode").asInt()).isEqualTo(16);
        assertThat(json(response).at("/error/message").asText()).isEqualTo(message);
    }

    @Test
    void callsEveryToolTheMessageNames() {
        var answer = json(SIM.completion(body(user("call a {\\\"x\\\":5} and call b"), TOOLS)));

        assertThat(answer.at("/result/alternatives/0").toString())
                .isEqualTo("{\"message\":{\"role\":\"assistant\",\"toolCallList\":{\"toolCalls\":["
                        + "{\"functionCall\":{\"name\":\"a\",\"arguments\":{\"x\":5}}},"
                        + "{\"functionCall\":{\"name\":\"b\",\"arguments\":{}}}]}},"
                        + "\"status\":\"ALTERNATIVE_STATUS_TOOL_CALLS\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"parallelToolCalls\":false | call a and call b | 1",
                ",\"toolChoice\":{\"mode\":\"NONE\"} | call a | 0",
                ",\"toolChoice\":{\"mode\":\"REQUIRED\"} | hello | 1",
                ",\"toolChoice\":{\"functionName\":\"b\"} | call a | 1",
                ",\"toolChoice\":{\"mode\":\"AUTO\"} | hello | 0"
            })
    void obeysTheToolChoice(String choice, String text, int calls) {
        var lines = lines(body(user(text), TOOLS + choice + ",\"completionOptions\":{\"stream\":true}"));

        assertThat(json(lines.getLast()).at("/result/alternatives/0/message/toolCallList/toolCalls"))
                .hasSize(calls);
    }

    @Test
    void answersWithTextAfterToolResults() {
        var answer = json(SIM.completion(body(
                user("call a") + ",{\"role\":\"assistant\",\"toolCallList\":{\"toolCalls\":[{\"functionCall\":"
                        + "{\"name\":\"a\",\"arguments\":{}}}]}},{\"role\":\"user\",\"toolResultList\":{\"toolResults\":"
                        + "[{\"functionResult\":{\"name\":\"a\",\"content\":\"полка 12\"}}]}}",
                TOOLS)));

        assertThat(answer.at("/result/alternatives/0/message/text").asText()).contains("a: полка 12");
    }

    @Test
    void answersJsonWhenAskedFor() {
        var object = json(SIM.completion(body(USER, ",\"jsonObject\":true")));
        var schema = json(SIM.completion(body(
                USER,
                ",\"jsonSchema\":{\"schema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}}")));

        assertThat(object.at("/result/alternatives/0/message/text").asText()).isEqualTo("{\"answer\":\"привет\"}");
        assertThat(schema.at("/result/alternatives/0/message/text").asText()).isEqualTo("{\"n\":1}");
    }

    @Test
    void countsHiddenReasoning() {
        var usage = json(SIM.completion(
                        body(USER, ",\"completionOptions\":{\"reasoningOptions\":{\"mode\":\"ENABLED_HIDDEN\"}}")))
                .at("/result/usage");

        assertThat(usage.at("/completionTokensDetails/reasoningTokens").asText())
                .isEqualTo("16");
        assertThat(usage.path("completionTokens").asText()).isEqualTo("49");
    }

    @Test
    void replacesTheTextThatItsFilterStops() {
        var lines =
                lines(body(user("x [[sim content-filter=2 chunks=9]]"), ",\"completionOptions\":{\"stream\":true}"));

        assertThat(lines).hasSize(3);
        assertThat(lines.getLast())
                .contains("ALTERNATIVE_STATUS_CONTENT_FILTER")
                .doesNotContain("Эхо");
    }

    @Test
    void tokenizesAsItCounts() {
        var request = body(USER, TOOLS);
        var tokens = json(SIM.send(SIM.yandex("/tokenizeCompletion", request).build()));
        var usage = json(SIM.completion(request)).at("/result/usage/inputTextTokens");
        var text = json(
                SIM.send(SIM.yandex("/tokenize", "{\"modelUri\":\"gpt://b1gfolder/yandexgpt\",\"text\":\"привет\"}")
                        .build()));

        assertThat(tokens.path("tokens")).hasSize(usage.asInt());
        assertThat(text.path("tokens")).hasSize(2);
        assertThat(text.at("/tokens/0/text").asText()).isEqualTo("прив");
    }

    @Test
    void embedsOneText() {
        var answer = json(SIM.send(SIM.yandex(
                        "/textEmbedding",
                        "{\"modelUri\":\"emb://b1gfolder/text-search-doc/latest\",\"text\":\"привет\"}")
                .build()));
        var square = answer.path("embedding")
                .valueStream()
                .mapToDouble(it -> it.asDouble() * it.asDouble())
                .sum();

        assertThat(answer.path("embedding")).hasSize(256);
        assertThat(square).isBetween(0.999, 1.001);
        assertThat(answer.path("numTokens").asText()).isEqualTo("2");
    }

    @Test
    void issuesIamTokensAndAcceptsThem() {
        // Given
        var now = Instant.now().getEpochSecond();
        var jwt = base64("{\"typ\":\"JWT\",\"alg\":\"PS256\",\"kid\":\"k\"}") + "."
                + base64("{\"iss\":\"sa\",\"aud\":\"https://iam.api.cloud.yandex.net/iam/v1/tokens\",\"iat\":" + now
                        + ",\"exp\":" + (now + 3600) + "}")
                + ".signature";

        // When
        var issued = json(SIM.send(iam("{\"jwt\":\"" + jwt + "\"}")));

        // Then
        var token = issued.path("iamToken").asText();
        assertThat(token).startsWith("t1.");
        assertThat(Instant.parse(issued.path("expiresAt").asText()))
                .isAfter(Instant.now().plusSeconds(11 * 3600));
        assertThat(SIM.send(SIM.yandex("/completion", body(USER, ""))
                                .setHeader("authorization", "Bearer " + token)
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"jwt\":\"a.b.c\"}",
                "{\"jwt\":\"a\",\"yandexPassportOauthToken\":\"y0_a\"}",
                "{\"yandexPassportOauthToken\":\"x\"}"
            })
    void refusesOtherIamRequests(String body) {
        var response = SIM.send(iam(body));

        assertThat(response.statusCode()).isBetween(400, 401);
        assertThat(json(response).path("code").asInt()).isIn(3, 16);
    }

    private static HttpRequest iam(String body) {
        return SIM.request("/yandex/iam/v1/tokens")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
