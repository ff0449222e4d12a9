package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestReaderTest {
    private static final String USER = "{'role':'user','content':'hi'}";
    private static final String CALL =
            "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':''}}]}";

    @Test
    void readsWhatSdksSend() {
        var request = read("""
                {"model":"m","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":true},"max_tokens":5,"max_completion_tokens":7,
                 "temperature":0.5,"stop":"x","seed":null,"store":true,"logprobs":false,
                 "messages":[
                  {"role":"developer","content":"be brief"},
                  {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:,"}}]},
                  {"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"42"}]}
                """);

        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.maxTokens()).isEqualTo(7);
        assertThat(request.stop()).containsExactly("x");
        assertThat(request.present())
                .contains("store", "stream_options.include_obfuscation")
                .doesNotContain("seed", "logprobs");
        assertThat(request.messages().getFirst()).isEqualTo(new ChatMessage.SystemMessage("be brief"));
        assertThat(request.messages().get(1)).isInstanceOfSatisfying(ChatMessage.UserMessage.class, user -> {
            assertThat(user.text()).isEqualTo("a");
            assertThat(user.hasImages()).isTrue();
        });
        assertThat(request.messages().get(2)).isInstanceOfSatisfying(ChatMessage.AssistantMessage.class, assistant -> {
            assertThat(assistant.text()).isNull();
            assertThat(assistant.toolCalls()).containsExactly(new ToolCall("c1", "f", "{}"));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'messages':[USER]}                                            | model",
                "{'model':7,'messages':[USER]}                                  | model",
                "{'model':'m'}                                                  | messages",
                "{'model':'m','messages':[]}                                    | messages",
                "{'model':'m','messages':'hi'}                                  | messages",
                "{'model':'m','messages':[USER,7]}                              | messages[1]",
                "{'model':'m','messages':[{'role':'king','content':'x'}]}       | messages[0].role",
                "{'model':'m','messages':[{'role':'user'}]}                     | messages[0].content",
                "{'model':'m','messages':[{'role':'user','content':[{'type':'text'}]}]} | messages[0].content[0].text",
                "{'model':'m','messages':[USER],'temperature':'hot'}            | temperature",
                "{'model':'m','messages':[USER],'temperature':2.1}              | temperature",
                "{'model':'m','messages':[USER],'max_tokens':0}                 | max_tokens",
                "{'model':'m','messages':[USER],'max_tokens':1.5}               | max_tokens",
                "{'model':'m','messages':[USER],'stream':'yes'}                 | stream",
                "{'model':'m','messages':[USER],'stop':['1','2','3','4','5']}   | stop",
                "{'model':'m','messages':[USER],'tools':[{'type':'x'}]}         | tools[0].type",
                "{'model':'m','messages':[USER],'tool_choice':'maybe'}          | tool_choice",
                "{'model':'m','messages':[USER],'tool_choice':{'type':'custom','custom':{'name':'f'}}} | tool_choice.type",
                "{'model':'m','messages':[USER],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'none'}}} | tool_choice.allowed_tools.mode",
                "{'model':'m','messages':[USER],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'function':{'name':'f'}}]}}} | tool_choice.allowed_tools.tools",
                "{'model':'m','messages':[USER],'modalities':['text','audio']}  | modalities",
                "{'model':'m','messages':[USER],'web_search_options':7}         | web_search_options",
                "{'model':'m','messages':[USER],'tools':[{'type':'web_search','user_location':7}]} | tools[0].user_location",
                "{'model':'m','messages':[USER],'tool_choice':{'type':'web_search'}} | tool_choice.type",
                "{'model':'m','messages':[USER],'plugins':[{}]}                 | plugins[0].id",
                "{'model':'m','messages':[{'role':'tool','tool_call_id':'c','content':''}]} | messages[0].tool_call_id",
                "{'model':'m','messages':[CALL]}                                | messages[0].tool_calls[0]",
                "{'model':'m','messages':[CALL,USER,{'role':'tool','tool_call_id':'c','content':''}]} | messages[0].tool_calls[0]",
                "{'model':'m','messages':[CALL,{'role':'tool','tool_call_id':'d','content':''}]} | messages[1].tool_call_id",
                "{'model':'m','messages':[{'role':'assistant','function_call':{'name':'f','arguments':''}},USER]} | messages[0].function_call",
                "{'model':'m','messages':[{'role':'assistant','function_call':{'name':'f','arguments':''}},USER,{'role':'function','name':'f','content':''}]} | messages[0].function_call",
                "{'model':'m','messages':[USER],'top_logprobs':2}               | top_logprobs",
                "{'model':'m','messages':[USER],'reasoning_effort':'extreme'}   | reasoning_effort",
                "{'model':'m','messages':[USER],'safety_identifier':7}          | safety_identifier",
                "{'model':'m','messages':[USER],'response_format':{'type':'x'}} | response_format.type",
                "{'model':'m','messages':[USER],'stream_options':7}             | stream_options",
                "{'model':'m','messages':[USER],'prompt':'hi'}                  | prompt",
                "{'model':'m','prompt':['hi']}                                  | prompt",
                "{'model':'m','prompt':''}                                      | prompt",
                "{'model':'m','messages':[USER],'tools':[{'type':'function','function':{'name':''}}]} | tools[0].function.name",
                "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'','arguments':''}}]}]} | messages[0].tool_calls[0].function.name",
                "{'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x','detail':7}}]}]} | messages[0].content[0].image_url.detail",
                "{'model':'m','messages':[USER],'n':0}                          | n",
                "{'model':'m','messages':[USER],'n':129}                        | n",
            })
    void namesTheParameterThatIsWrong(String body, String param) {
        assertThatThrownBy(() ->
                        read(body.replace("USER", USER).replace("CALL", CALL).replace('\'', '"')))
                .isInstanceOfSatisfying(InvalidParameterException.class, refused -> {
                    assertThat(refused.param()).isEqualTo(param);
                    assertThat(refused.toApiError().status()).isEqualTo(400);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{", "[]", "7", "`{} {}`", "``", "{'model':'m'", "nul"})
    void refusesWhatIsNoJsonObject(String body) {
        assertThatThrownBy(() -> read(body.replace('\'', '"'))).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void takesAPromptForOneMessageOfTheUser() {
        // When
        var request = read("{\"model\":\"m\",\"prompt\":\"hi\",\"messages\":null}");

        // Then
        assertThat(request.messages())
                .containsExactly(new ChatMessage.UserMessage(List.of(new ContentPart.Text("hi"))));
        assertThat(request.present()).containsExactly("model");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'user','content':'hi','name':'Anna'}                           | messages.name",
                "CALL,{'role':'tool','tool_call_id':'c','content':'hi','weight':1}      | messages.weight",
                "{'role':'user','content':[{'type':'text','text':'hi','cache_control':{}}]} | messages.content.cache_control",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'x','detail':'high'}}]} | messages.content.image_url.detail",
            })
    void listsWhatNobodyHonoursInMessages(String message, String name) {
        // When
        var request = read("{'model':'m','messages':[%s]}"
                .formatted(message.replace("CALL", CALL))
                .replace('\'', '"'));

        // Then
        assertThat(request.present()).containsExactlyInAnyOrder("model", "messages", name);
    }

    @Test
    void takesBackTheMessageOfAnAnswerAsItCame() {
        // When
        var request = read("""
                {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x","detail":"auto"}}],"name":null},
                 {"role":"assistant","content":"hi","refusal":null,"reasoning_content":"hm","annotations":[]}]}
                """);

        // Then
        assertThat(request.present()).containsExactlyInAnyOrder("model", "messages");
    }

    @Test
    void putsTheTextPartsOfAMessageOnLinesOfTheirOwn() {
        // When
        var request = read("""
                {"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be kind."}]}]}
                """);

        // Then
        assertThat(request.messages()).containsExactly(new ChatMessage.SystemMessage("Be brief.\nBe kind."));
    }

    @Test
    void choosesAmongTheAllowedTools() {
        // When
        var request = read("""
                {"model":"m","messages":[{"role":"user","content":"hi"}],
                 "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],
                 "tool_choice":{"type":"allowed_tools","allowed_tools":
                  {"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}}
                """);

        // Then
        assertThat(request.tools()).extracting(FunctionTool::name).containsExactly("g");
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Required());
    }

    @Test
    void makesOneChoiceOfMany() {
        // Given
        var request = read("{'model':'m','messages':[USER],'n':3,'seed':7}"
                .replace("USER", USER)
                .replace('\'', '"'));

        // When
        var single = request.single();

        // Then
        assertThat(request.n()).isEqualTo(3);
        assertThat(single.n()).isEqualTo(1);
        assertThat(single).usingRecursiveComparison().ignoringFields("n").isEqualTo(request);
    }

    @Test
    void repeatsNoMoreThanTheBeginningOfALongText() {
        // Given
        var king = "\uD83D\uDC51".repeat(100_000);

        // Then
        assertThatThrownBy(() -> read("{\"model\":\"m\",\"messages\":[{\"role\":\"%s\"}]}".formatted(king)))
                .isInstanceOfSatisfying(InvalidParameterException.class, refusal -> {
                    assertThat(refusal.text()).startsWith("'\uD83D\uDC51").endsWith("\uD83D\uDC51…");
                    assertThat(refusal.text().length()).isLessThanOrEqualTo(500);
                    assertThat(refusal.param()).isEqualTo("messages[0].role");
                });
    }

    private static ChatCompletionRequest read(String body) {
        return ChatRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
