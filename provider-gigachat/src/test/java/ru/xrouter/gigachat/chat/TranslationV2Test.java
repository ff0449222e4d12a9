package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.StreamTranslation;

/** Every row of the mapping to GigaChat's v2 API, as pairs of files; the folders are the mapping table. */
class TranslationV2Test extends MappingContract {
    static Stream<Fixture> requests() {
        return Fixture.all("request-v2");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("answer-v2");
    }

    static Stream<Fixture> streams() {
        return Fixture.all("stream-v2");
    }

    static Stream<Fixture> modelLists() {
        return Fixture.all("models-answer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modelLists")
    void readsModels(Fixture fixture) {
        try {
            var models = new ModelListTranslation(Map.of()).models(fixture.in());
            fixture.assertOutJson(Rendering.bytes(JSON.valueToTree(models)));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(
                    Rendering.bytes(JsonNodeFactory.instance.objectNode().put("malformed", e.getMessage())));
        }
    }

    @Override
    byte[] body(ChatCompletionRequest request) {
        return ChatTranslationV2.body(request, "GigaChat-3-Ultra");
    }

    @Override
    boolean isV2() {
        return true;
    }

    @Override
    ProviderAnswer answer(ChatCompletionRequest request, byte[] body) {
        return AnswerTranslationV2.answer(request, body);
    }

    @Override
    StreamTranslation stream(ChatCompletionRequest request) {
        return new EventTranslationV2(request);
    }

    @Override
    String event(String text) {
        return """
                event: response.message.delta
                data: {"model":"GigaChat-3","created_at":1780400100,"messages":[{"role":"assistant","content":[{"text":"%s"}]}]}

                """.formatted(text);
    }
}
