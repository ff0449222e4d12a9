package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.InvalidParameterException;

class ChatRequestPeekTest {
    @Test
    void findsModelAndStreamWhereverTheyStand() {
        // When
        var head = peek(
                "{\"messages\":[{\"model\":\"inner\",\"content\":[[{}]]}, {}],\"stream\":true,\"model\":\"a/b\",\"x\":{\"y\":[1]}}");
        // Then
        assertThat(head).isEqualTo(new ChatRequestHead("a/b", true));
    }

    @Test
    void takesAMissingOrNullStreamForFalse() {
        assertThat(peek("{\"model\":\"m\",\"messages\":[{}]}").stream()).isFalse();
        assertThat(peek("{\"model\":\"m\",\"messages\":[{}],\"stream\":null}").stream())
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "``|null|invalid_json",
                "` `|null|invalid_type",
                "[]|null|invalid_type",
                "\"text\"|null|invalid_type",
                "{\"model\":\"m\"|null|invalid_json",
                "{\"model\":\"m\",\"messages\":[{}]} x|null|invalid_json",
                "{\"model\":\"m\",\"messages\":[{}]}{}|null|invalid_json",
                "{\"model\":\"m\",\"messages\":[{]}|null|invalid_json",
                "{\"model\":\"m\",\"messages\":[{}],}|null|invalid_json",
                "{\"model\":1,\"messages\":[{]}|null|invalid_json",
                "{\"messages\":[{}]}|model|missing_required_parameter",
                "{\"model\":1,\"messages\":[{}]}|model|invalid_type",
                "{\"model\":null,\"messages\":[{}]}|model|invalid_type",
                "{\"model\":{\"a\":1},\"messages\":[{}]}|model|invalid_type",
                "{\"model\":\" \",\"messages\":[{}]}|model|invalid_value",
                "{\"model\":\"m\"}|messages|missing_required_parameter",
                "{\"model\":\"m\",\"messages\":\"hi\"}|messages|invalid_type",
                "{\"model\":\"m\",\"messages\":{}}|messages|invalid_type",
                "{\"model\":\"m\",\"messages\":[]}|messages|invalid_value",
                "{\"model\":\"m\",\"messages\":[{}],\"stream\":\"yes\"}|stream|invalid_type",
                "{\"model\":\"m\",\"messages\":[{}],\"stream\":[true]}|stream|invalid_type"
            })
    void namesWhatIsWrong(String body, String param, String code) {
        assertThatThrownBy(() -> peek(body)).isInstanceOfSatisfying(InvalidParameterException.class, e -> {
            assertThat(e.param()).isEqualTo(param);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    @Test
    void saysWhereTheSyntaxIsBrokenWithoutQuotingTheBody() {
        assertThatThrownBy(() -> peek("{\n  \"model\": secretword }"))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secretword");
    }

    @Test
    void refusesInvalidUtf8AndBottomlessNesting() {
        // Given
        var invalid = "{\"model\":\"m\",\"messages\":[\"?\"]}".getBytes(StandardCharsets.UTF_8);
        invalid[invalid.length - 4] = (byte) 0xff;
        // Then
        assertThatThrownBy(() -> ChatRequestPeek.read(invalid, 0, invalid.length))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> peek("{\"model\":\"m\",\"messages\":" + "[".repeat(100_000)))
                .isInstanceOf(InvalidParameterException.class);
    }

    private static ChatRequestHead peek(String body) {
        var bytes = ("#" + body).getBytes(StandardCharsets.UTF_8);
        return ChatRequestPeek.read(bytes, 1, bytes.length - 1);
    }
}
