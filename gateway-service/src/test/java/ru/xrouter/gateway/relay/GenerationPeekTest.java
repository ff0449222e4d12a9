package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.InvalidParameterException;

class GenerationPeekTest {
    @Test
    void findsModelAndStreamWhereverTheyStand() {
        // When
        var head = peek(
                "{\"messages\":[{\"model\":\"inner\",\"content\":[[{}]]}, {}],\"stream\":true,\"model\":\"a/b\",\"x\":{\"y\":[1]}}");
        // Then
        assertThat(head).isEqualTo(new GenerationHead("a/b", List.of("a/b"), true, 0, 1, 1));
    }

    @Test
    void findsEveryModelThatCouldAnswer() {
        // When
        var head = peek(
                "{\"models\":[\"c\",{\"x\":[\"no\"]},\"d\"],\"model\":\"a\",\"messages\":[{}],\"model\":\"b\",\"models\":[\"e\"]}");
        // Then
        assertThat(head.models()).containsExactly("c", "d", "a", "b", "e");
    }

    @Test
    void countsNoModelsThatItDoesNotLookAt() {
        var many = "[" + "\"x\",".repeat(100) + "\"forbidden\"]";
        assertThatThrownBy(() -> peek("{\"model\":\"a\",\"messages\":[{}],\"models\":" + many + "}"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("models");
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
                "{\"model\":\"m\",\"messages\":null}|messages|missing_required_parameter",
                "{\"model\":\"m\",\"input\":\"x\"}|messages|missing_required_parameter",
                "{\"model\":\"m\",\"prompt\":[\"x\"]}|prompt|invalid_type",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETION|\"prompt\":\"x\"",
                "TOKENIZATION|\"prompt\":\"x\"",
                "TOKENIZATION|\"messages\":[{}]",
                "TEXT_COMPLETION|\"prompt\":\"\"",
                "TEXT_COMPLETION|\"prompt\":[\"x\",\"y\"]",
                "TEXT_COMPLETION|\"prompt\":[[1],[2]],\"messages\":5",
                "EMBEDDING|\"input\":\"x\"",
                "EMBEDDING|\"input\":[\"x\"],\"prompt\":{}"
            })
    void takesWhatEachOperationIsAbout(Operation operation, String content) {
        assertThat(peek(operation, "{%s,\"model\":\"m\"}".formatted(content)).model())
                .isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TOKENIZATION|\"input\":\"x\"|messages|missing_required_parameter",
                "TEXT_COMPLETION|\"messages\":[{}]|prompt|missing_required_parameter",
                "TEXT_COMPLETION|\"prompt\":{}|prompt|invalid_type",
                "TEXT_COMPLETION|\"prompt\":[]|prompt|invalid_value",
                "EMBEDDING|\"prompt\":\"x\"|input|missing_required_parameter",
                "EMBEDDING|\"input\":5|input|invalid_type",
                "EMBEDDING|\"input\":[]|input|invalid_value"
            })
    void namesWhatEachOperationLacks(Operation operation, String content, String param, String code) {
        assertThatThrownBy(() -> peek(operation, "{%s,\"model\":\"m\"}".formatted(content)))
                .isInstanceOfSatisfying(InvalidParameterException.class, e -> {
                    assertThat(e.param()).isEqualTo(param);
                    assertThat(e.code()).isEqualTo(code);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEXT_COMPLETION|\"prompt\":\"x\"|1000",
                "TEXT_COMPLETION|\"prompt\":\"x\",\"n\":3|3000",
                "TEXT_COMPLETION|\"prompt\":[\"x\",\"y\"]|2000",
                "TEXT_COMPLETION|\"prompt\":[\"x\",\"y\"],\"n\":3,\"max_tokens\":10|60",
                "TEXT_COMPLETION|\"prompt\":[\"x\",\"y\"],\"prompt\":\"x\"|1000",
                "TEXT_COMPLETION|\"prompt\":[1,2,3]|1000",
                "TEXT_COMPLETION|\"prompt\":[[1,2],[3]]|2000",
                "CHAT_COMPLETION|\"messages\":[{},{}],\"n\":2|2000",
                "CHAT_COMPLETION|\"messages\":[{}],\"max_tokens\":1000000000|1000000000",
                "CHAT_COMPLETION|\"messages\":[{}],\"max_tokens\":9999999999|2147483647",
                "CHAT_COMPLETION|\"messages\":[{}],\"max_tokens\":2147483647,\"n\":2147483647|2147483647",
                "CHAT_COMPLETION|\"messages\":[{}],\"max_tokens\":-1000000000|1000",
                "CHAT_COMPLETION|\"messages\":[{}],\"max_completion_tokens\":7,\"max_tokens\":null|7"
            })
    void tellsHowManyTokensTheAnswersMayHave(Operation operation, String members, long tokens) {
        assertThat(peek(operation, "{%s,\"model\":\"m\"}".formatted(members)).answerTokens(1000))
                .isEqualTo(tokens);
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
        assertThatThrownBy(() -> GenerationPeek.read(Operation.CHAT_COMPLETION, invalid, 0, invalid.length))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> peek("{\"model\":\"m\",\"messages\":" + "[".repeat(100_000)))
                .isInstanceOf(InvalidParameterException.class);
    }

    private static GenerationHead peek(String body) {
        return peek(Operation.CHAT_COMPLETION, body);
    }

    private static GenerationHead peek(Operation operation, String body) {
        var bytes = ("#" + body).getBytes(StandardCharsets.UTF_8);
        return GenerationPeek.read(operation, bytes, 1, bytes.length - 1);
    }
}
