package ru.xrouter.yandexgpt.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;

class TokenListTranslationTest {
    @Test
    void countsSpecialTokensToo() {
        // When
        var count = count("""
                {"tokens":[{"id":"1","text":"<s>","special":true},{"id":"45533","text":"▁ping"}],\
                "modelVersion":"07.03.2024"}""");
        // Then
        assertThat(count).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"tokens\":[]}", "{\"tokens\":{\"id\":\"1\"}}"})
    void refusesAnythingElse(String body) {
        assertThatThrownBy(() -> count(body)).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void readsAnErrorInPlaceOfAnAnswer() {
        assertThatThrownBy(() -> count("""
                        {"error":{"grpcCode":8,"httpCode":429,"message":"rate quota limit exceed","details":[]}}"""))
                .isInstanceOf(ProviderFailureException.class)
                .hasMessage("rate_limited");
    }

    private static int count(String body) {
        return TokenListTranslation.count(body.getBytes(UTF_8));
    }
}
