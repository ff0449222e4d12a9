package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.simulator.RunningSimulator.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.simulator.RunningSimulator;

class GigaChatRulesTest {
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    private static int status(String members, String messages) {
        return SIM.chat("{\"model\":\"GigaChat-2\",\"messages\":[" + messages + "]" + members + "}")
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":0",
                "\"temperature\":-1",
                "\"temperature\":\"1\"",
                "\"temperature\":null",
                "\"top_p\":1.1",
                "\"n\":5",
                "\"stream\":\"yes\"",
                "\"max_tokens\":0",
                "\"max_tokens\":1.5",
                "\"max_tokens\":\"10\"",
                "\"repetition_penalty\":0",
                "\"update_interval\":-1",
                "\"reasoning_effort\":\"none\"",
                "\"profanity_check\":1",
                "\"flags\":[1]",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}",
                "\"function_call\":\"required\"",
                "\"function_call\":{\"name\":\"missing\"}",
                "\"functions\":[{\"name\":\"f\"}]",
                "\"functions\":[{\"parameters\":{\"type\":\"object\",\"properties\":{}}}]",
                "\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}]",
                "\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"string\",\"properties\":{}}}]",
                "\"functions\":{}"
            })
    void refusesParametersOfAWrongTypeOrRange(String member) {
        assertThat(status("," + member, USER)).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\"}",
                "{}",
                "{\"$ref\":\"#/x\"}",
                "{\"anyOf\":[{\"type\":\"string\"}]}",
                "{\"type\":[\"string\",\"null\"]}",
                "{\"type\":\"integer\",\"enum\":[1]}",
                "{\"type\":\"string\",\"format\":\"uuid\"}",
                "{\"type\":\"array\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}"
            })
    void refusesPropertySchemasItDoesNotKnow(String property) {
        var function =
                "{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"data\":" + property + "}}}";

        assertThat(status(",\"functions\":[" + function + "]", USER)).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"properties\":{}}",
                "{\"type\":\"string\",\"format\":\"date\",\"enum\":[]}",
                "{\"type\":\"integer\",\"format\":\"int32\",\"anyOf\":[]}",
                "{\"type\":\"array\",\"items\":{}}"
            })
    void acceptsPropertySchemasTheOfficialClientsSend(String property) {
        var function =
                "{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"data\":" + property + "}}}";

        assertThat(status(",\"functions\":[" + function + "]", USER)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"system\",\"content\":\"late\"}",
                "{\"role\":\"developer\",\"content\":\"hi\"}",
                "{\"role\":\"tool\",\"content\":\"hi\"}",
                "{\"role\":\"user\",\"content\":null}",
                "{\"role\":\"user\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}",
                "{\"role\":\"function\",\"name\":\"f\",\"content\":\"{}\"}",
                "{\"role\":\"user\",\"content\":\"hi\",\"function_call\":{\"name\":\"f\",\"arguments\":{}}}",
                "{\"role\":\"assistant\",\"content\":\"\",\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                "{\"role\":\"assistant\",\"content\":\"\",\"function_call\":{\"name\":\"f\",\"arguments\":{}}},"
                        + "{\"role\":\"user\",\"content\":\"next\"}",
                "{\"role\":\"assistant\",\"content\":\"\",\"function_call\":{\"name\":\"f\",\"arguments\":{}}},"
                        + "{\"role\":\"function\",\"name\":\"f\",\"content\":\"sunny\"}",
                "{\"role\":\"assistant\",\"content\":\"hi\",\"functions_state_id\":\"call_1\"}",
                "{\"role\":\"assistant\",\"content\":\"hi\",\"functions_state_id\":\"77d3fb14-457a-46ba-937e-8d856156d003\"}"
            })
    void refusesMessagesOutOfForm(String messages) {
        assertThat(status("", messages)).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | Your request contains invalid JSON syntax.",
                "{\"model\":\"GigaChat-2\"} | Bad request: field 'messages' is required",
                "{\"messages\":[]} | Bad request: field 'model' is required",
                "[] | Bad request"
            })
    void refusesBodiesThatAreNotRequests(String body, String message) {
        var response = SIM.chat(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GigaChat-9", "Embeddings", "gigachat-2"})
    void knowsNoOtherChatModel(String model) {
        var response = SIM.chat("{\"model\":\"" + model + "\",\"messages\":[" + USER + "]}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"status\":404,\"message\":\"No such model\"}\n");
    }

    @Test
    void wordsTheKnownErrorsAsGigaChatDoes() {
        assertThat(SIM.chat("{\"model\":\"GigaChat-2\",\"messages\":[" + USER + "],\"repetition_penalty\":0}")
                        .body())
                .contains("Invalid params: repetition_penalty must be in range (0, +inf)");
        assertThat(SIM.chat("{\"model\":\"GigaChat-2\",\"messages\":[" + USER
                                + ",{\"role\":\"system\",\"content\":\"x\"}]}")
                        .body())
                .contains("\"system message must be the first message\"");
    }

    @Test
    void refusesAPromptBeyondTheContext() {
        assertThat(status("", "{\"role\":\"user\",\"content\":\"" + "слово ".repeat(86_000) + "\"}"))
                .isEqualTo(400);
    }

    @Test
    void ignoresOpenAiTools() {
        var response = SIM.chat("{\"model\":\"GigaChat-2\",\"messages\":[{\"role\":\"user\",\"content\":\"call f\"}],"
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}");

        assertThat(json(response).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }
}
