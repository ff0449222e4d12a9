package ru.xrouter.api.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.ChatMessage.UserMessage;

class TextCompletionReaderTest {
    @Test
    void makesAPromptOneMessageOfTheUser() {
        // When
        var request = read("""
                {'model':'m','prompt':'A river:','max_tokens':5,'temperature':0.5,'stop':['.'],'stream':true,
                 'stream_options':{'include_usage':true},'suffix':null,'best_of':1,'logprobs':null,'top_k':3,'tools':[],
                 'response_format':{'type':'text'},'messages':null}
                """);

        // Then
        assertThat(request.echo()).isEmpty();
        assertThat(request.choices()).singleElement().satisfies(chat -> {
            assertThat(chat.messages()).containsExactly(user("A river:"));
            assertThat(chat.model()).isEqualTo("m");
            assertThat(chat.n()).isEqualTo(1);
            assertThat(chat.maxTokens()).isEqualTo(5);
            assertThat(chat.temperature()).isEqualTo(0.5);
            assertThat(chat.stop()).containsExactly(".");
            assertThat(chat.stream()).isTrue();
            assertThat(chat.includeUsage()).isTrue();
            assertThat(chat.present()).contains("top_k", "max_tokens").doesNotContain("prompt", "echo", "best_of");
        });
    }

    @Test
    void makesEveryPromptAsManyChoicesAsAskedFor() {
        // When
        var request = read("{'model':'m','prompt':['one','two'],'n':2,'echo':true}");

        // Then
        assertThat(request.choices())
                .extracting(ChatCompletionRequest::messages)
                .containsExactly(
                        List.of(user("one")), List.of(user("one")), List.of(user("two")), List.of(user("two")));
        assertThat(request.choices()).allSatisfy(chat -> assertThat(chat.n()).isEqualTo(1));
        assertThat(request.echo()).containsExactly("one", "one", "two", "two");
        assertThat(request.isOfOnePrompt()).isFalse();
        assertThat(read("{'model':'m','prompt':'one','n':2}").isOfOnePrompt()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt':'x'}                              | model    | missing_required_parameter",
                "{'model':'m'}                               | prompt   | missing_required_parameter",
                "{'model':'m','prompt':null}                 | prompt   | missing_required_parameter",
                "{'model':'m','prompt':[]}                   | prompt   | invalid_value",
                "{'model':'m','prompt':{}}                   | prompt   | invalid_type",
                "{'model':'m','prompt':[1,2]}                | prompt   | unsupported_value",
                "{'model':'m','prompt':[[1,2]]}              | prompt   | unsupported_value",
                "{'model':'m','prompt':['x',true]}           | prompt[1] | invalid_type",
                "{'model':'m','prompt':'x','suffix':'y'}     | suffix   | unsupported_parameter",
                "{'model':'m','prompt':'x','logprobs':0}     | logprobs | unsupported_parameter",
                "{'model':'m','prompt':'x','best_of':2}      | best_of  | unsupported_parameter",
                "{'model':'m','prompt':'x','best_of':0}      | best_of  | invalid_value",
                "{'model':'m','prompt':'x','echo':'yes'}     | echo     | invalid_type",
                "{'model':'m','prompt':'x','messages':[]}    | messages | unsupported_parameter",
                "{'model':'m','prompt':'x','tools':[{'type':'function','function':{'name':'f'}}]} | tools | unsupported_parameter",
                "{'model':'m','prompt':'x','functions':[{'name':'f'}]}                | functions | unsupported_parameter",
                "{'model':'m','prompt':'x','response_format':{'type':'json_object'}}  | response_format | unsupported_parameter",
                "{'model':'m','prompt':'x','n':129}          | n        | invalid_value",
                "{'model':'m','prompt':['x','y'],'n':65}     | n        | invalid_value",
            })
    void namesTheParameterThatIsWrong(String body, String param, String code) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(InvalidParameterException.class, refused -> {
            assertThat(refused.param()).isEqualTo(param);
            assertThat(refused.code()).isEqualTo(code);
        });
    }

    @Test
    void refusesMorePromptsThanItWouldEverMakeChoicesOf() {
        // Given
        var prompts = "'x',".repeat(128) + "'x'";

        // When
        // Then
        assertThatThrownBy(() -> read("{'model':'m','prompt':[%s],'n':128}".formatted(prompts)))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.param()).isEqualTo("prompt"));
    }

    private static ChatMessage user(String text) {
        return new UserMessage(List.of(new ContentPart.Text(text)));
    }

    private static TextCompletionRequest read(String body) {
        return TextCompletionReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
