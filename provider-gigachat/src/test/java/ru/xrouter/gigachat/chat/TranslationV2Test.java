package ru.xrouter.gigachat.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.http.CutStream;

/** Every row of the mapping to GigaChat's v2 API, as pairs of files; the folders are the mapping table. */
class TranslationV2Test {
    private static final JsonMapper JSON = new JsonMapper();

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
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) throws IOException {
        try {
            var request = ChatRequestReader.read(fixture.in());
            var out = JsonNodeFactory.instance.objectNode();
            out.set("body", JSON.readTree(ChatTranslationV2.body(request, "GigaChat-3-Ultra")));
            out.set("ignored", JSON.valueToTree(IgnoredParameters.of(request, true)));
            fixture.assertOutJson(Rendering.bytes(out));
        } catch (InvalidParameterException e) {
            fixture.assertErrJson(e.toApiError().body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        var request = ChatRequestReader.read(Rendering.bytes(fixture.inJson().get("request")));
        var answer = Rendering.bytes(fixture.inJson().get("answer"));
        try {
            fixture.assertOutJson(Rendering.completion(AnswerTranslationV2.answer(request, answer)));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(
                    Rendering.bytes(JsonNodeFactory.instance.objectNode().put("malformed", e.getMessage())));
        } catch (ProviderFailureException e) {
            fixture.assertErrJson(Rendering.bytes(
                    JSON.valueToTree(Map.of("failure", e.failure().toString()))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void translatesStream(Fixture fixture) {
        fixture.assertOutText("sse", Rendering.steps(() -> CutStream.steps(translation(fixture), fixture.in(), 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void translatesStreamTheSameWhereverItIsCut(Fixture fixture) {
        // Given
        var stream = fixture.in();
        var whole = Rendering.steps(() -> CutStream.steps(translation(fixture), stream, 0));

        for (int cut = 1; cut <= stream.length; cut++) {
            // When
            var at = cut;
            var twoParts = Rendering.steps(() -> CutStream.steps(translation(fixture), stream, at));

            // Then
            assertThat(twoParts).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(Rendering.steps(() -> CutStream.steps(translation(fixture), stream)))
                .isEqualTo(whole);
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

    private static EventTranslationV2 translation(Fixture fixture) {
        return new EventTranslationV2(Rendering.request(fixture));
    }
}
