package ru.xrouter.router.peek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.router.catalogue.Endpoint;

class RequestReaderTest {
    private static RequestPeek read(String json) {
        return read(Endpoint.CHAT, json);
    }

    private static RequestPeek read(Endpoint endpoint, String json) {
        return RequestReader.read(endpoint, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatRoutingNeedsAndSkipsTheRest() {
        // When
        var peek = read("""
                {"messages":[{"role":"user","content":[{"type":"text","text":"модель \\"model\\": x"}]}],
                 "model":"a/b","models":["c/d","e"],"stream":true,"max_tokens":7,"max_completion_tokens":5,"n":2,
                 "tools":[{"model":"not this"}],"seed":null,"usage":{"include":true,"x":[1]},
                 "provider":{"order":["A"],"only":["A","B"],"ignore":["C"],"allow_fallbacks":false,
                  "require_parameters":true,"sort":"price","max_price":{"prompt":1.5,"completion":"2"},
                  "hedge_after_ms":2000}}
                """);
        // Then
        assertThat(peek.model()).isEqualTo("a/b");
        assertThat(peek.models()).containsExactly("c/d", "e");
        assertThat(peek.stream()).isTrue();
        assertThat(peek.maxTokens()).isEqualTo(5);
        assertThat(peek.choices()).isEqualTo(2);
        assertThat(peek.includeUsage()).isTrue();
        assertThat(peek.present()).contains("messages", "tools").doesNotContain("seed");
        assertThat(peek.provider())
                .isEqualTo(new ProviderWishes(
                        List.of("A"),
                        List.of("A", "B"),
                        List.of("C"),
                        false,
                        true,
                        ProviderWishes.Sort.PRICE,
                        1_500_000L,
                        2_000_000L,
                        2000));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT|{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"input\":[\"a\",\"b\"]}|1",
                "COMPLETIONS|{\"model\":\"m\",\"prompt\":\"a\"}|1",
                "COMPLETIONS|{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}|2",
                "COMPLETIONS|{\"model\":\"m\",\"prompt\":[]}|1",
                "COMPLETIONS|{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"prompt\":null}|1",
                "COMPLETIONS|{\"model\":\"m\",\"prompt\":[1,2,3]}|1",
                "EMBEDDINGS|{\"model\":\"m\",\"input\":[[1,2],[3]]}|2",
                "EMBEDDINGS|{\"model\":\"m\",\"input\":[\"a\",\"b\",\"c\"],\"prompt\":[\"a\",\"b\"]}|3",
            })
    void countsTheTextsOfItsEndpoint(Endpoint endpoint, String body, int texts) {
        assertThat(read(endpoint, body).texts()).isEqualTo(texts);
    }

    @Test
    void neverStreamsEmbeddings() {
        // When
        var peek = read(Endpoint.EMBEDDINGS, "{\"model\":\"m\",\"stream\":true,\"n\":[3]}");
        // Then
        assertThat(peek.stream()).isFalse();
        assertThat(peek.choices()).isEqualTo(1);
    }

    @Test
    void boundsWhatOneRequestSetsGoing() {
        // Given
        var texts = "[" + "\"x\",".repeat(64) + "\"x\"]";
        var many = "[" + "\"x\",".repeat(2048) + "\"x\"]";
        // Then
        assertThatThrownBy(() -> read(Endpoint.COMPLETIONS, "{\"model\":\"m\",\"n\":2,\"prompt\":%s}".formatted(texts)))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        e -> assertThat(e.param()).isEqualTo("prompt"));
        assertThatThrownBy(() -> read(Endpoint.EMBEDDINGS, "{\"model\":\"m\",\"input\":%s}".formatted(many)))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        e -> assertThat(e.param()).isEqualTo("input"));
    }

    @Test
    void measuresImages() {
        // Given
        var image = "{\"url\":\"data:image/png;base64,AAAA\",\"detail\":\"low\"}";
        var messages = """
                [{"role":"user","content":[{"type":"text","text":"image_url \\"image_url\\":"},
                 {"type":"image_url","image_url":%1$s},{"type":"image_url","image\\u005furl":%1$s}]}]""".formatted(image);
        // When
        var peek = read("{\"messages\":%s,\"model\":\"m\",\"max_tokens\":5}".formatted(messages));
        // Then
        assertThat(peek.images()).isEqualTo(2);
        assertThat(peek.imageBytes()).isEqualTo(2 * image.length());
        assertThat(peek.maxTokens()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"messages\":[{\"image_url\":{}}],\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":[{\"image_url\":{}}],\"messages\":null}",
                "{\"model\":\"m\",\"messages\":\"image_url\"}",
                "{\"model\":\"m\",\"messages\":[{\"image_url\":[[{}]]}],\"messages\":[]}"
            })
    void seesNoImageWhereTheAdapterSeesNone(String body) {
        assertThat(read(body).images()).isZero();
    }

    @Test
    void takesNullAsLeftOut() {
        // When
        var peek = read("""
                {"model":"m","stream":null,"max_tokens":null,"n":null,"provider":null,"models":null,"usage":null}
                """);
        // Then
        assertThat(peek.stream()).isFalse();
        assertThat(peek.maxTokens()).isNull();
        assertThat(peek.choices()).isEqualTo(1);
        assertThat(peek.provider()).isEqualTo(ProviderWishes.NONE);
        assertThat(peek.present()).containsExactly("model");
    }

    @Test
    void leavesOutWhatAsksForNothing() {
        // When
        var peek = read("""
                {"model":"m","top_p":1,"logit_bias":{},"store":true,"stop":[["x"]],"presence_penalty":0.5,"presence_penalty":0}
                """);
        // Then
        assertThat(peek.present()).containsExactlyInAnyOrder("model", "store", "stop");
    }

    @Test
    void prefersTheNewerNameOfTheEndUser() {
        assertThat(read("{\"model\":\"m\",\"safety_identifier\":\"b\",\"user\":\"a\"}")
                        .user())
                .isEqualTo("b");
        assertThat(read("{\"model\":\"m\",\"user\":\"a\",\"safety_identifier\":null}")
                        .user())
                .isEqualTo("a");
    }

    @Test
    void takesTheLastOfTwoAsTheAdapterDoes() {
        // When
        var peek = read("{\"model\":\"a\",\"max_tokens\":5,\"model\":\"b\",\"max_tokens\":null}");
        // Then
        assertThat(peek.model()).isEqualTo("b");
        assertThat(peek.maxTokens()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|model|missing_required_parameter",
                "{\"model\":null}|model|missing_required_parameter",
                "{\"model\":5}|model|invalid_type",
                "{\"model\":\"\"}|model|invalid_value",
                "{\"model\":\"m\",\"stream\":\"yes\"}|stream|invalid_type",
                "{\"model\":\"m\",\"max_tokens\":\"5\"}|max_tokens|invalid_type",
                "{\"model\":\"m\",\"max_tokens\":1.5}|max_tokens|invalid_type",
                "{\"model\":\"m\",\"max_tokens\":0}|max_tokens|invalid_value",
                "{\"model\":\"m\",\"max_completion_tokens\":99999999999}|max_completion_tokens|invalid_value",
                "{\"model\":\"m\",\"max_tokens\":99999999999999999999999999}|max_tokens|invalid_value",
                "{\"model\":\"m\",\"n\":129}|n|invalid_value",
                "{\"model\":\"m\",\"models\":\"x\"}|models|invalid_type",
                "{\"model\":\"m\",\"models\":[\"x\",7]}|models[1]|invalid_type",
                "{\"model\":\"m\",\"models\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]}|models|invalid_value",
                "{\"model\":\"m\",\"provider\":\"x\"}|provider|invalid_type",
                "{\"model\":\"m\",\"provider\":{\"sort\":\"cheapest\"}}|provider.sort|unsupported_value",
                "{\"model\":\"m\",\"provider\":{\"zdr\":true}}|provider.zdr|unsupported_parameter",
                "{\"model\":\"m\",\"provider\":{\"max_price\":{\"image\":1}}}|provider.max_price.image|unsupported_parameter",
                "{\"model\":\"m\",\"provider\":{\"max_price\":{\"prompt\":-1}}}|provider.max_price.prompt|invalid_value",
                "{\"model\":\"m\",\"provider\":{\"order\":[{}]}}|provider.order[0]|invalid_type",
                "{\"model\":\"m\",\"usage\":{\"include\":1}}|usage.include|invalid_type",
            })
    void refusesByName(String body, String param, String code) {
        // When
        var refusal = Objects.requireNonNull(catchThrowableOfType(InvalidParameterException.class, () -> read(body)));
        // Then
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"x\"",
                "{\"model\":\"m\"",
                "{\"model\":\"m\"} x",
                "{\"model\":\"m\"}{}",
                "{\"model\":\"m\",\"messages\":[}"
            })
    void refusesWhatIsNotOneJsonObject(String body) {
        // When
        var refusal = Objects.requireNonNull(catchThrowableOfType(InvalidParameterException.class, () -> read(body)));
        // Then
        assertThat(refusal.code()).isIn("invalid_json", "invalid_type");
        assertThat(refusal.param()).isNull();
    }

    @Test
    void refusesADepthThatWouldExhaustTheStack() {
        // Given
        var deep = "{\"model\":\"m\",\"messages\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        // When
        var refusal = catchThrowableOfType(InvalidParameterException.class, () -> read(deep));
        // Then
        assertThat(refusal).isNotNull();
    }
}
