package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.simulator.RunningSimulator;

class GigaChatAnswersTest {
    private static final String FUNCTION = """
            {"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}""";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    private static String body(String content, String members) {
        return "{\"model\":\"GigaChat-2-Pro\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]"
                + members + "}";
    }

    private static List<String> events(String stream) {
        var events = new ArrayList<String>();
        for (var event : stream.strip().split("\n\n", -1)) {
            assertThat(event).startsWith("data: ");
            events.add(event.substring("data: ".length()));
        }
        return events;
    }

    @Test
    void answersInTheRecordedForm() {
        // When
        var response = SIM.chat(body("привет", ""));

        // Then
        var answer = json(response);
        assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(names(answer)).containsExactly("choices", "created", "model", "object", "usage");
        assertThat(answer.path("model").asText()).isEqualTo("GigaChat-2-Pro:2.0.28.2");
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/choices/0/message/role").asText()).isEqualTo("assistant");
        assertThat(answer.at("/choices/0/message/content").asText()).startsWith("Эхо: привет.");
        assertThat(answer.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":8,\"completion_tokens\":33,\"total_tokens\":41,"
                        + "\"precached_prompt_tokens\":0}");
    }

    @Test
    void obeysAJsonSchemaThatTheSystemMessageDescribes() {
        // Given
        var system = "{\"role\":\"system\",\"content\":\"Valid under this JSON Schema:\\n"
                + "{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{\\\"a\\\":{\\\"type\\\":\\\"integer\\\"}}}\\nNo more.\"}";
        var asked = system + ",{\"role\":\"user\",\"content\":\"привет [[sim wrong-json=1]]\"}";
        var again = asked + ",{\"role\":\"assistant\",\"content\":\"?\"},{\"role\":\"user\",\"content\":\"Again.\"}";

        // Then
        assertThat(text("{\"model\":\"GigaChat-2\",\"messages\":[%s]}".formatted(asked)))
                .startsWith("Эхо");
        assertThat(json(text("{\"model\":\"GigaChat-2\",\"messages\":[%s]}".formatted(again)))
                        .has("a"))
                .isTrue();
    }

    private static String text(String body) {
        return json(SIM.chat(body)).at("/choices/0/message/content").asText();
    }

    @Test
    void streamsTheSameTextAndUsageAsItAnswers() {
        // Given
        var plain = json(SIM.chat(body("привет", "")));

        // When
        var response = SIM.chat(body("привет", ",\"stream\":true"));

        // Then
        var events = events(response.body());
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events.getLast()).isEqualTo("[DONE]");
        var text = new StringBuilder();
        for (var event : events.subList(0, events.size() - 1)) {
            text.append(json(event).at("/choices/0/delta/content").asText());
        }
        var last = json(events.get(events.size() - 2));
        assertThat(text).hasToString(plain.at("/choices/0/message/content").asText());
        assertThat(last.path("usage")).isEqualTo(plain.path("usage"));
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(last.at("/choices/0/delta").toString()).isEqualTo("{\"content\":\"\"}");
    }

    @Test
    void namesTheRoleOnceAndTheFinishReasonLast() {
        var events = events(
                SIM.chat(body("привет [[sim chunks=4]]", ",\"stream\":true")).body());

        assertThat(events).hasSize(6);
        assertThat(events).filteredOn(it -> it.contains("\"role\"")).containsExactly(events.getFirst());
        assertThat(events).filteredOn(it -> it.contains("finish_reason")).containsExactly(events.get(4));
        assertThat(events).noneMatch(it -> it.contains("\"id\"") || it.contains("chunk"));
    }

    @Test
    void writesReasoningBetweenTagsWhenAskedTo() {
        // When
        var answer = json(SIM.chat(body("привет [[sim think-tags]]", "")));

        // Then
        var message = answer.at("/choices/0/message");
        assertThat(message.path("content").asText())
                .startsWith("<think>Рассуждаю")
                .contains("</think>\n\nЭхо: привет");
        assertThat(message.has("reasoning_content")).isFalse();
    }

    @Test
    void stopsAtTheTokenLimit() {
        var answer = json(SIM.chat(body("привет", ",\"max_tokens\":5")));

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void callsTheFunctionTheMessageNames() {
        // When
        var answer = json(SIM.chat(body(
                "call weather {\\\"city\\\":\\\"Тверь\\\"}",
                ",\"functions\":[" + FUNCTION + "],\"function_call\":\"auto\"")));

        // Then
        var message = answer.at("/choices/0/message");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("function_call");
        assertThat(message.path("content").asText()).isEmpty();
        assertThat(message.path("function_call").toString())
                .isEqualTo("{\"name\":\"weather\",\"arguments\":{\"city\":\"Тверь\"}}");
    }

    @Test
    void streamsAFunctionCallWhole() {
        var events = events(SIM.chat(
                        body(
                                "x",
                                ",\"stream\":true,\"functions\":[" + FUNCTION
                                        + "],\"function_call\":{\"name\":\"weather\",\"partial_arguments\":{\"city\":\"Псков\"}}"))
                .body());

        assertThat(events).hasSize(2);
        var choice = json(events.getFirst()).at("/choices/0");
        assertThat(choice.at("/delta/function_call/arguments/city").asText()).isEqualTo("Псков");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("function_call");
    }

    @Test
    void mayNotCallWhenToldNotTo() {
        var answer =
                json(SIM.chat(body("call weather", ",\"functions\":[" + FUNCTION + "],\"function_call\":\"none\"")));

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void answersWithTextAfterAFunctionResultAndAcceptsItsOwnStateId() {
        // Given
        var first = json(SIM.chat(body("call weather", ",\"functions\":[" + FUNCTION + "]")));
        var message = first.at("/choices/0/message").toString();

        // When
        var second = json(
                SIM.chat("{\"model\":\"GigaChat-2-Pro\",\"messages\":[{\"role\":\"user\",\"content\":\"call weather\"},"
                        + message
                        + ",{\"role\":\"function\",\"name\":\"weather\",\"content\":\"{\\\"t\\\":7}\"}],\"functions\":["
                        + FUNCTION + "]}"));

        // Then
        assertThat(second.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(second.at("/choices/0/message/content").asText()).contains("{\"t\":7}");
        assertThat(second.at("/choices/0/message/functions_state_id").asText()).isNotEmpty();
    }

    @Test
    void answersAJsonSchemaWithPrettyJson() {
        var answer = json(SIM.chat(body(
                "x",
                ",\"response_format\":{\"type\":\"json_schema\",\"schema\":"
                        + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}")));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("{\n    \"city\" : \"city\"\n}");
    }

    @Test
    void thinksAloudWhenAskedToReason() {
        var plain = json(SIM.chat(body("x", ",\"reasoning_effort\":\"low\"")));
        var events = events(SIM.chat(body("x", ",\"reasoning_effort\":\"low\",\"stream\":true"))
                .body());

        assertThat(json(events.getFirst()).at("/choices/0/delta/reasoning_content"))
                .isEqualTo(plain.at("/choices/0/message/reasoning_content"));
        assertThat(json(events.get(events.size() - 2)).path("usage")).isEqualTo(plain.path("usage"));
    }

    @Test
    void countsThePrefixASessionHasSeenAsCached() {
        // Given
        var first = "{\"role\":\"system\",\"content\":\"будь краток\"},{\"role\":\"user\",\"content\":\"раз\"}";
        SIM.send(inSession(first));

        // When
        var second = json(SIM.send(inSession(
                first + ",{\"role\":\"assistant\",\"content\":\"да\"},{\"role\":\"user\",\"content\":\"два\"}")));

        // Then
        assertThat(second.at("/usage/precached_prompt_tokens").asInt()).isEqualTo(6 + 4);
        assertThat(second.at("/usage/prompt_tokens").asInt()).isEqualTo(3 + 6 + 4 + 4 + 4);
    }

    private static HttpRequest inSession(String messages) {
        return SIM.gigachat("/chat/completions", "{\"model\":\"GigaChat-2\",\"messages\":[" + messages + "]}")
                .header("x-session-id", "session-1")
                .build();
    }

    @Test
    void echoesItsIdentifiersOrMakesThem() {
        // When
        var given = SIM.send(SIM.gigachat("/chat/completions", body("x", ""))
                .header("x-request-id", "mine")
                .build());
        var made = SIM.chat(body("x", ""));

        // Then
        assertThat(given.headers().firstValue("x-request-id")).contains("mine");
        assertThat(made.headers().firstValue("x-request-id").orElse("")).hasSize(36);
        assertThat(made.headers().firstValue("x-session-id").orElse("")).hasSize(36);
    }

    @Test
    void listsModels() {
        var list = json(SIM.send(SIM.gigachat("/models", "").GET().build()));
        var one = SIM.send(SIM.gigachat("/models/GigaChat-2-Max", "").GET().build());
        var none = SIM.send(SIM.gigachat("/models/None", "").GET().build());

        assertThat(list.path("data")).hasSizeGreaterThan(10);
        assertThat(one.body())
                .isEqualTo("{\"id\":\"GigaChat-2-Max\",\"object\":\"model\",\"owned_by\":\"salutedevices\","
                        + "\"type\":\"chat\"}");
        assertThat(none.statusCode()).isEqualTo(404);
    }

    @Test
    void countsTokensOfPlainTexts() {
        var response = SIM.send(SIM.gigachat("/tokens/count", "{\"model\":\"GigaChat-2\",\"input\":[\"привет\",\"\"]}")
                .build());

        assertThat(response.body())
                .isEqualTo("[{\"object\":\"tokens\",\"tokens\":2,\"characters\":6},"
                        + "{\"object\":\"tokens\",\"tokens\":0,\"characters\":0}]");
    }

    @Test
    void embedsEachTextWithItsOwnUsage() {
        var response = json(SIM.send(SIM.gigachat("/embeddings", "{\"model\":\"Embeddings\",\"input\":[\"a\",\"b\"]}")
                .build()));

        assertThat(response.path("data")).hasSize(2);
        assertThat(response.at("/data/1/embedding")).hasSize(1024);
        assertThat(response.at("/data/1/usage/prompt_tokens").asInt()).isEqualTo(1);
        assertThat(response.has("usage")).isFalse();
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
