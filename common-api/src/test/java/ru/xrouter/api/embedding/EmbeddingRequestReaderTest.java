package ru.xrouter.api.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.InvalidParameterException;

class EmbeddingRequestReaderTest {
    @Test
    void readsOneText() {
        // When
        var request = read("{'model':'m','input':'Волга','user':'u','dimensions':null}");

        // Then
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.inputs()).containsExactly("Волга");
        assertThat(request.base64()).isFalse();
        assertThat(request.dimensions()).isNull();
        assertThat(request.present()).containsExactlyInAnyOrder("model", "input", "user");
    }

    @Test
    void readsManyTextsInOrder() {
        // When
        var request = read("{'model':'m','input':['b','a','b'],'encoding_format':'base64','dimensions':256}");

        // Then
        assertThat(request.inputs()).containsExactly("b", "a", "b");
        assertThat(request.base64()).isTrue();
        assertThat(request.dimensions()).isEqualTo(256);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'input':'x'}                                    | model           | missing_required_parameter",
                "{'model':'m'}                                    | input           | missing_required_parameter",
                "{'model':'m','input':''}                         | input           | invalid_value",
                "{'model':'m','input':[]}                         | input           | invalid_value",
                "{'model':'m','input':['x','']}                   | input[1]        | invalid_value",
                "{'model':'m','input':['x',{}]}                   | input[1]        | invalid_type",
                "{'model':'m','input':7}                          | input           | invalid_type",
                "{'model':'m','input':[1,2]}                      | input           | unsupported_value",
                "{'model':'m','input':[[1,2]]}                    | input           | unsupported_value",
                "{'model':'m','input':'x','encoding_format':'x'}  | encoding_format | invalid_value",
                "{'model':'m','input':'x','encoding_format':1}    | encoding_format | invalid_type",
                "{'model':'m','input':'x','user':7}               | user            | invalid_type",
                "{'model':'m','input':'x','dimensions':0}         | dimensions      | invalid_value",
                "{'model':'m','input':'x','dimensions':1.5}       | dimensions      | invalid_type",
            })
    void namesTheParameterThatIsWrong(String body, String param, String code) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(InvalidParameterException.class, refused -> {
            assertThat(refused.param()).isEqualTo(param);
            assertThat(refused.code()).isEqualTo(code);
        });
    }

    @Test
    void takesAsManyTextsAsOpenAiDoesAndNoMore() {
        assertThat(read("{'model':'m','input':[%s'x']}".formatted("'x',".repeat(2047)))
                        .inputs())
                .hasSize(2048);
        assertThatThrownBy(() -> read("{'model':'m','input':[%s'x']}".formatted("'x',".repeat(2048))))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.param()).isEqualTo("input"));
    }

    private static EmbeddingRequest read(String body) {
        return EmbeddingRequestReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
