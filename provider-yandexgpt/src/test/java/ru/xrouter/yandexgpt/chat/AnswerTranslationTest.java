package ru.xrouter.yandexgpt.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatCompletionWriter;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.yandexgpt.testing.NumberedIds;

class AnswerTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ChatCompletionRequest REQUEST = ChatRequestReader.read("""
            {"model":"yandexgpt/latest","messages":[{"role":"user","content":"Кто написал «Обломова»?"}]}""".getBytes(UTF_8));

    static Stream<Fixture> answers() {
        return Fixture.all("answer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        var writer = new ChatCompletionWriter("gen-1", 1780000000, "yandex/yandexgpt", "YandexGPT");
        var out = JSON.createObjectNode();
        try {
            var answered = AnswerTranslation.answer(REQUEST, fixture.in(), new NumberedIds());
            out.set(
                    "completion",
                    JSON.readTree(writer.withFingerprint(answered.modelVersion())
                            .completion(List.of(answered.answer()), Map.of())));
            out.set("usage", JSON.valueToTree(answered.usage()));
            fixture.assertOutJson(JSON.writeValueAsBytes(out));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(JSON.writeValueAsBytes(out.put("malformed", e.getMessage())));
        } catch (ProviderFailureException e) {
            out.put("failure", e.failure().toString());
            fixture.assertErrJson(JSON.writeValueAsBytes(e.words().isEmpty() ? out : out.put("words", e.words())));
        }
    }

    @Test
    void endsTheTextAtAStopSequence() {
        // Given
        var request = ChatRequestReader.read("""
                {"model":"m","stop":["два"],"messages":[{"role":"user","content":"?"}]}""".getBytes(UTF_8));
        var body = """
                {"result":{"alternatives":[{"message":{"role":"assistant","text":"раз два три"},\
                "status":"ALTERNATIVE_STATUS_TRUNCATED_FINAL"}],\
                "usage":{"inputTextTokens":"5","completionTokens":"3","totalTokens":"8"}}}""".getBytes(UTF_8);
        // When
        var answered = AnswerTranslation.answer(request, body, new NumberedIds());
        // Then
        assertThat(answered).isEqualTo(new ProviderAnswer(Answer.text("раз ", FinishReason.STOP), Usage.of(5, 3)));
    }
}
