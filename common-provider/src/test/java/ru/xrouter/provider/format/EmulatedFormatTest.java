package ru.xrouter.provider.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ToolCall;

class EmulatedFormatTest {
    private static final String CITY = """
            {"type":"object","properties":{"city":{"type":"string","pattern":"^[A-Z]"}},"required":["city"],
             "additionalProperties":false}""";

    @Test
    void putsTheSchemaIntoWordsAfterTheCallersOwnInstructions() {
        // When
        var first = EmulatedFormat.of(request(CITY)).first();

        // Then
        assertThat(first.responseFormat()).isNull();
        assertThat(first.stream()).isFalse();
        assertThat(first.present()).doesNotContain("response_format");
        assertThat(first.messages()).hasSize(3);
        assertThat(first.messages().getFirst()).isEqualTo(new ChatMessage.SystemMessage("be brief"));
        assertThat(first.messages().get(1))
                .isInstanceOfSatisfying(
                        ChatMessage.SystemMessage.class,
                        words -> assertThat(words.text())
                                .contains("\"required\":[\"city\"]")
                                .contains("\"title\":\"n\""));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{\"city\":\"Tver\"}",
                " {\"city\":\"Tver\"}\n",
                "```json\n{\"city\":\"Tver\"}\n```",
                "```\n{\"city\":\"Tver\"}\n```"
            })
    void takesTheJsonAlone(String said) {
        // When
        var check = EmulatedFormat.of(request(CITY)).check(answer(said));

        // Then
        assertThat(check.isRight()).isTrue();
        assertThat(check.answer().text()).isEqualTo("{\"city\":\"Tver\"}");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "Tver",
                "{",
                "{\"city\":7}",
                "{\"city\":\"tver\"}",
                "{\"city\":\"Tver\",\"x\":1}",
                "{} {}",
                "null"
            })
    void saysWhatIsWrongAndAsksAgain(String said) {
        // Given
        var format = EmulatedFormat.of(request(CITY));

        // When
        var check = format.check(answer(said));

        // Then
        assertThat(check.faults()).isNotEmpty();
        assertThat(check.answer().text()).isEqualTo(said);
        assertThat(check.canBeRepaired()).isTrue();
        assertThat(format.again(check).messages().getLast())
                .isInstanceOfSatisfying(
                        ChatMessage.UserMessage.class,
                        user -> assertThat(user.text()).contains(check.faults().getFirst()));
    }

    @Test
    void wantsNoMoreThanAnObjectWithoutASchema() {
        // Given
        var format = EmulatedFormat.of(read("{\"type\":\"json_object\"}"));

        // Then
        assertThat(format.check(answer("{\"a\":1}")).isRight()).isTrue();
        assertThat(format.check(answer("[1]")).isRight()).isFalse();
    }

    @Test
    void leavesToolCallsAndCutAnswersAsTheyAre() {
        // Given
        var format = EmulatedFormat.of(request(CITY));
        var calls = new Answer(null, null, List.of(new ToolCall("c", "f", "{}")), FinishReason.TOOL_CALLS);

        // Then
        assertThat(format.check(calls).isRight()).isTrue();
        assertThat(format.check(Answer.text("{\"ci", FinishReason.LENGTH)).canBeRepaired())
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{\"$ref\":\"http://localhost:1/x\"}",
                "{\"properties\":{\"a\":{\"$ref\":\"classpath:application.properties\"}}}",
                "{\"$ref\":\"file:///etc/passwd\"}",
                "{\"$schema\":\"http://localhost:1/x\"}",
                "{\"pattern\":\"(\"}",
                "{\"type\":\"objekt\"}",
                "{\"type\":7}",
                "{\"required\":\"city\"}",
                "{\"$ref\":\"#/nowhere\"}",
                "{\"$ref\":\"#\"}",
                "{\"anyOf\":[{\"type\":\"string\"},{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"not\":{\"$ref\":\"#\"}}}}",
                "{\"$dynamicRef\":\"#meta\"}"
            })
    void refusesASchemaThatDoesNotStandAlone(String schema) {
        assertThatThrownBy(() -> EmulatedFormat.of(request(schema)))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.param()).isEqualTo("response_format.json_schema.schema"));
    }

    @Test
    void takesADraftThatTheLibraryKnowsAndReferencesWithin() {
        // Given
        var format = EmulatedFormat.of(request("""
                {"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/n",
                 "definitions":{"n":{"type":"object","properties":{"next":{"$ref":"#/definitions/n"}}}}}"""));

        // Then
        assertThat(format.check(answer("{\"next\":{\"next\":{}}}")).isRight()).isTrue();
        assertThat(format.check(answer("{\"next\":{\"next\":7}}")).isRight()).isFalse();
    }

    @Test
    void isNotHeldUpByAPatternThatNeverEnds() {
        // Given
        var format = EmulatedFormat.of(request("{\"type\":\"string\",\"pattern\":\"^(a|aa)+$\"}"));

        // Then
        assertThat(format.check(answer("\"" + "a".repeat(100) + "!\"")).isRight())
                .isFalse();
    }

    @Test
    void refusesASchemaThatIsEndlessWithItsReferencesFollowed() {
        // Given
        var definitions = new StringBuilder("\"a0\":{\"type\":\"string\"}");
        for (int i = 1; i < 10; i++) {
            var one = "{\"$ref\":\"#/$defs/a%d\"},".formatted(i - 1);
            var ten = one.repeat(10);
            definitions.append(",\"a%d\":{\"allOf\":[%s{}]}".formatted(i, ten));
        }

        // When
        // Then
        assertThatThrownBy(() -> EmulatedFormat.of(request(
                        "{\"properties\":{\"enum\":{\"$ref\":\"#/$defs/a9\"}},\"$defs\":{%s}}".formatted(definitions))))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void isNotHeldUpByASchemaThatDoublesItsWorkWithEveryLevelOfTheAnswer() {
        // Given
        var again = "{\"properties\":{\"a\":{\"$ref\":\"#\"}}}";
        var format = EmulatedFormat.of(request("{\"allOf\":[%s,%s]}".formatted(again, again)));

        // When
        var deep = format.check(answer("{\"a\":".repeat(60) + "7" + "}".repeat(60)));

        // Then
        assertThat(deep.faults()).containsExactly("it is too intricate to be checked");
        assertThat(format.check(answer("{\"a\":{\"a\":7}}")).isRight()).isTrue();
    }

    @Test
    void isNotHeldUpByAFenceThatIsNeverClosed() {
        // Given
        var format = EmulatedFormat.of(request("{}"));

        // Then
        assertThat(format.check(answer("```" + "\n".repeat(20_000) + "x")).isRight())
                .isFalse();
    }

    private static Answer answer(String text) {
        return Answer.text(text, FinishReason.STOP);
    }

    private static ChatCompletionRequest request(String schema) {
        return read("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":%s}}".formatted(schema));
    }

    private static ChatCompletionRequest read(String format) {
        var body = """
                {"model":"m","stream":true,"response_format":%s,
                 "messages":[{"role":"system","content":"be brief"},{"role":"user","content":"where?"}]}""".formatted(format);
        return ChatRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
