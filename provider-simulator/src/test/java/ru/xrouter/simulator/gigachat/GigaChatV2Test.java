package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

class GigaChatV2Test {
    private static final String TOOLS = """
            ,"tools":[{"functions":{"specifications":[{"name":"parcel","parameters":
            {"type":"object","properties":{"id":{"type":"string"}}}}]}}]""";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/chat/completions", "/v2/chat/completions"})
    void answersOnBothPathsInTheRecordedForm(String path) {
        // When
        var answer = json(post(path, user("привет", "")));

        // Then
        assertThat(answer.path("model").asText()).startsWith("GigaChat-3-Ultra:");
        assertThat(answer.path("created_at").isIntegralNumber()).isTrue();
        assertThat(answer.at("/messages/0/role").asText()).isEqualTo("assistant");
        assertThat(answer.at("/messages/0/content/0/text").asText()).startsWith("Эхо: привет.");
        assertThat(answer.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/total_tokens").asInt())
                .isEqualTo(answer.at("/usage/input_tokens").asInt()
                        + answer.at("/usage/output_tokens").asInt());
    }

    @Test
    void streamsNamedEventsAndNoDone() {
        // Given
        var whole = json(post(user("привет", "")));

        // When
        var stream = post(user("привет", ",\"stream\":true")).body();

        // Then
        assertThat(stream).doesNotContain("[DONE]");
        var events = List.of(stream.strip().split("\n\n", -1));
        assertThat(events.getLast()).startsWith("event: response.message.done\ndata: ");
        assertThat(events.subList(0, events.size() - 1))
                .allSatisfy(event -> assertThat(event).startsWith("event: response.message.delta\ndata: "));
        var text = new StringBuilder();
        events.forEach(event ->
                text.append(data(event).at("/messages/0/content/0/text").asText()));
        assertThat(text).hasToString(whole.at("/messages/0/content/0/text").asText());
        assertThat(data(events.getLast()).path("usage")).isEqualTo(whole.path("usage"));
    }

    @Test
    void reasonsInAMessageOfItsOwn() {
        // When
        var answer = json(post(user("привет", ",\"model_options\":{\"reasoning\":{\"effort\":\"low\"}}")));
        var off = json(post(user("привет", ",\"model_options\":{\"reasoning\":{\"effort\":\"off\"}}")));

        // Then
        assertThat(answer.at("/messages/0/role").asText()).isEqualTo("reasoning");
        assertThat(answer.at("/messages/1/role").asText()).isEqualTo("assistant");
        assertThat(off.path("messages")).hasSize(1);
    }

    @Test
    void takesBackItsStateUnderTheRequestsName() {
        // Given
        var call = json(post(user("call parcel {\\\"id\\\":\\\"B-9\\\"}", TOOLS)));
        var state = call.at("/messages/0/tool_state_id").asText();

        // Then
        assertThat(call.path("finish_reason").asText()).isEqualTo("function_call");
        assertThat(call.at("/messages/0/content/0/function_call/arguments/id").asText())
                .isEqualTo("B-9");
        assertThat(post(exchange("tools_state_id", state, "{\"state\":\"packed\"}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(exchange("tool_state_id", state, "{\"state\":\"packed\"}"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(post(exchange("tools_state_id", "019e8373-dc9a-4883-af60-ebb20b79e1e1", "{}"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(post(exchange("tools_state_id", state, "\"{}\"")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void answersASchemaAndRefusesOthersForms() {
        // When
        var answer = json(post(user("привет", """
                ,"model_options":{"response_format":{"type":"json_schema","strict":true,
                "schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}""")));

        // Then
        assertThat(json(answer.at("/messages/0/content/0/text").asText())
                        .path("city")
                        .isTextual())
                .isTrue();
        assertThat(post(user("привет", ",\"model_options\":{\"response_format\":{\"type\":\"json_object\"}}"))
                        .statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"tools\":[{\"web_search\":{\"type\":\"some_search\"}}]",
                ",\"tools\":[{\"web_search\":{\"indexes\":\"news\"}}]",
                ",\"tools\":[{\"code_interpreter\":true}]",
                ",\"tools\":[{\"web_search\":{}}],\"tool_config\":{\"mode\":\"forced\",\"tool_name\":\"code_interpreter\"}",
                ",\"tool_config\":{\"mode\":\"forced\",\"tool_name\":\"web_search\"}",
                ",\"temperature\":0.5",
                ",\"functions\":[]",
                ",\"model_options\":{\"temperature\":0}",
                ",\"model_options\":{\"reasoning\":{\"effort\":\"minimal\"}}",
                ",\"tool_config\":{\"mode\":\"tool\"}",
                ",\"tool_config\":{\"mode\":\"forced\",\"function_name\":\"none\"}",
                ",\"tools\":[{\"type\":\"function\"}]"
            })
    void refusesWhatVersionTwoDoesNotKnow(String members) {
        assertThat(post(user("привет", members)).statusCode()).isEqualTo(422);
    }

    @Test
    void listsTheSourcesOfASearchThatItsTextNames() {
        // Given
        var search = ",\"tools\":[{\"web_search\":{\"type\":\"actual_info_web_search\"}}]";

        // When
        var whole = json(post(user("привет", search)));
        var stream = post(user("привет", search + ",\"stream\":true")).body();
        var unused = json(post(user("привет", search + ",\"tool_config\":{\"mode\":\"none\"}")));

        // Then
        var part = whole.at("/messages/0/content/0");
        assertThat(part.path("text").asText()).contains("[sources=[2]]", "[sources=[1, 2]]");
        assertThat(part.at("/inline_data/sources/2/url").asText()).startsWith("https://");
        assertThat(whole.at("/usage/input_tokens").asInt())
                .isGreaterThan(unused.at("/usage/input_tokens").asInt() + 1000);
        assertThat(unused.at("/messages/0/content/0/text").asText()).startsWith("Эхо");
        var events = List.of(stream.strip().split("\n\n", -1));
        assertThat(data(events.get(events.size() - 2)).at("/messages/0/content/0/inline_data"))
                .isEqualTo(part.path("inline_data"));
    }

    @Test
    void refusesMessagesOfVersionOne() {
        Stream.of(
                        "{\"role\":\"user\",\"content\":\"привет\"}",
                        "{\"role\":\"function\",\"content\":[{\"text\":\"{}\"}]}",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"привет\"}]}",
                        "{\"role\":\"user\",\"content\":[{\"text\":\"1\"}]},{\"role\":\"system\",\"content\":[{\"text\":\"2\"}]}")
                .forEach(messages -> assertThat(post("{\"model\":\"GigaChat-3-Ultra\",\"messages\":[" + messages + "]}")
                                .statusCode())
                        .as(messages)
                        .isEqualTo(422));
    }

    @Test
    void endsWithAnErrorInsideTheStreamWhenAsked() {
        var stream = post(user("[[sim finish-error]] привет", ",\"stream\":true"));

        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body()).contains("event: response.message.done").contains("\"finish_reason\":\"error\"");
    }

    private static String user(String text, String members) {
        return "{\"model\":\"GigaChat-3-Ultra\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + text
                + "\"}]}]" + members + "}";
    }

    private static String exchange(String name, String state, String result) {
        return """
                {"model":"GigaChat-3-Ultra","messages":[{"role":"user","content":[{"text":"Где посылка?"}]},
                {"role":"assistant","%1$s":"%2$s","content":[{"function_call":{"name":"parcel","arguments":{}}}]},
                {"role":"tool","%1$s":"%2$s","content":[{"function_result":{"name":"parcel","result":%3$s}}]}]%4$s}""".formatted(name, state, result, TOOLS);
    }

    private static JsonNode data(String event) {
        return json(event.substring(event.indexOf("data: ") + "data: ".length()));
    }

    private static HttpResponse<String> post(String body) {
        return post("/v2/chat/completions", body);
    }

    private static HttpResponse<String> post(String path, String body) {
        return SIM.send(SIM.request("/gigachat" + path)
                .header("authorization", "Bearer " + SIM.token())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
