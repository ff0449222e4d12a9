package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyFunctionsTest {
    private static final ToolCall CALL = new ToolCall("c1", "weather", "{\"city\":\"Tver\"}");
    private static final Answer ANSWER = new Answer(null, null, List.of(CALL), FinishReason.TOOL_CALLS);
    private static final ChatCompletionWriter WRITER = new ChatCompletionWriter("gen-1", 1, "some/model", "Some", true);

    @Test
    void readsFunctionsAsTools() {
        // When
        var request = read("""
                {"model":"m","functions":[{"name":"weather","description":"d","parameters":{"type":"object"}}],
                 "function_call":{"name":"weather"},
                 "messages":[{"role":"user","content":"hi"}]}
                """);

        // Then
        assertThat(request.tools()).extracting(FunctionTool::name).containsExactly("weather");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("weather"));
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(request.legacyFunctions()).isTrue();
        assertThat(request.present()).containsExactlyInAnyOrder("model", "messages", "tools", "tool_choice");
    }

    @Test
    void pairsResultsWithTheOldestCallsOfTheirFunctions() {
        // When
        var request = read("""
                {"model":"m","messages":[
                 {"role":"user","content":"hi"},
                 {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                 {"role":"function","name":"f","content":"1"},
                 {"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
                 {"role":"function","name":"f","content":null}]}
                """);

        // Then
        assertThat(request.messages())
                .endsWith(
                        new ChatMessage.AssistantMessage(null, List.of(new ToolCall("call_legacy_0", "f", "{}"))),
                        new ChatMessage.ToolMessage("call_legacy_0", "1"),
                        new ChatMessage.AssistantMessage(null, List.of(new ToolCall("call_legacy_1", "f", "{}"))),
                        new ChatMessage.ToolMessage("call_legacy_1", ""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'functions':[],'tools':[]                              | functions",
                "'function_call':'auto','tools':[]                      | function_call",
                "'functions':[{}]                                       | functions[0].name",
                "'functions':[{'name':'f'}],'function_call':'required'  | function_call",
                "'functions':[{'name':'f'}],'function_call':{}          | function_call.name",
                "'messages':[{'role':'function','name':'f','content':'x'}]  | messages[0].name",
                "'messages':[{'role':'function','content':'x'}]         | messages[0].name",
                "'messages':[{'role':'assistant','audio':{'id':'a'}}]   | messages[0].audio",
            })
    void namesTheParameterThatIsWrong(String members, String param) {
        var messages = members.contains("messages") ? "" : "'messages':[{'role':'user','content':'hi'}],";
        assertThatThrownBy(() -> read(("{'model':'m'," + messages + members + "}").replace('\'', '"')))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.param()).isEqualTo(param));
    }

    @ParameterizedTest
    @CsvSource({
        "tools[0].function.parameters,functions[0].parameters",
        "tools,functions",
        "tool_choice.function.name,function_call.name",
        "tool_choice,function_call",
        "temperature,temperature"
    })
    void spellsParametersAsTheCallerDid(String ours, String callers) {
        assertThat(LegacyFunctions.spelling(ours)).isEqualTo(callers);
    }

    @Test
    void answersInTheOlderForm() {
        assertThat(text(WRITER.completion(List.of(ANSWER), Map.of())))
                .contains("\"function_call\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Tver\\\"}\"}")
                .contains("\"finish_reason\":\"function_call\"")
                .doesNotContain("tool_calls");
        assertThat(text(WRITER.chunk(0, new Delta.Call(0, CALL), false)))
                .contains("\"delta\":{\"function_call\":{\"name\":\"weather\",");
        assertThat(text(WRITER.finishChunk(0, FinishReason.TOOL_CALLS, false)))
                .contains("\"finish_reason\":\"function_call\"");
        assertThat(WRITER.finishReason(FinishReason.TOOL_CALLS)).isEqualTo("function_call");
        assertThat(text(WRITER.finishChunk(0, FinishReason.STOP, false))).contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void streamsTheArgumentsOfTheOneCallThatTheOlderFormHasRoomFor() {
        assertThat(text(WRITER.chunk(0, new Delta.Arguments(0, "{\"city\""), false)))
                .contains("\"delta\":{\"function_call\":{\"arguments\":\"{\\\"city\\\"\"}}")
                .doesNotContain("tool_calls");
        assertThat(WRITER.chunk(0, new Delta.Call(1, CALL), false)).isEmpty();
        assertThat(WRITER.chunk(0, new Delta.Arguments(1, "{}"), false)).isEmpty();
    }

    @Test
    void listsAuthorsNamesThatNobodyHonours() {
        // When
        var request = read("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"name\":\"Anna\",\"content\":\"hi\"}]}");

        // Then
        assertThat(request.present()).contains("messages.name");
    }

    private static ChatCompletionRequest read(String body) {
        return ChatRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
