package ru.xrouter.gigachat.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderModel;

/** What is counted, and how the counts are read, as pairs of files. */
class TokenCountTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final TokenCountTranslation translation = new TokenCountTranslation(Map.of("user-agent", "XRouter"));

    static Stream<Fixture> requests() {
        return Fixture.all("token-count-request");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("token-count-answer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) {
        // When
        var sent = translation.request(ChatRequestReader.read(fixture.in()), ProviderModel.of("GigaChat-2"));

        // Then
        assertThat(sent.path()).isEqualTo("/tokens/count");
        assertThat(sent.headers()).containsEntry("user-agent", "XRouter");
        fixture.assertOutJson(sent.body());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        try {
            var tokens = translation.count(fixture.in());
            fixture.assertOutJson(JSON.writeValueAsBytes(JSON.createObjectNode().put("prompt_tokens", tokens)));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(JSON.writeValueAsBytes(JSON.createObjectNode().put("malformed", e.getMessage())));
        }
    }
}
