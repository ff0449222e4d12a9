package ru.xrouter.gigachat.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.http.CutStream;

/** Every row of the mapping, as pairs of files; the folders are the mapping table. */
class TranslationTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Fixture> requests() {
        return Fixture.all("request");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("answer");
    }

    static Stream<Fixture> streams() {
        return Fixture.all("stream");
    }

    static Stream<Fixture> refusals() {
        return Fixture.all("refusal");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) throws IOException {
        try {
            var request = ChatRequestReader.read(fixture.in());
            var out = JsonNodeFactory.instance.objectNode();
            out.set("body", JSON.readTree(ChatTranslation.body(request, "GigaChat-2")));
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
        try {
            var answer = AnswerTranslation.answer(
                    request, Rendering.bytes(fixture.inJson().get("answer")));
            fixture.assertOutJson(Rendering.completion(answer));
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
    @MethodSource("refusals")
    void translatesRefusal(Fixture fixture) throws IOException {
        // Given
        var in = fixture.inJson();
        var body = in.get("body").isTextual()
                ? in.get("body").textValue().getBytes(StandardCharsets.UTF_8)
                : Rendering.bytes(in.get("body"));

        // When
        var failure = RefusalTranslation.failure(new ProviderRefusal(
                Operation.valueOf(in.path("operation").asText("CHAT")),
                ProviderRequest.get("/", Map.of()),
                in.get("status").intValue(),
                in.get("retry_after").textValue(),
                body));

        // Then
        var out = JsonNodeFactory.instance.objectNode();
        out.put("failure", failure.wireName());
        out.put("detail", failure instanceof ProviderFailure.Unavailable(var detail) ? detail : null);
        out.put("status", failure.toApiError().status());
        out.put("retry_after", failure.toApiError().retryAfterSeconds());
        out.set("body", JSON.readTree(failure.toApiError().body()));
        fixture.assertOutJson(Rendering.bytes(out));
    }

    private static EventTranslation translation(Fixture fixture) {
        return new EventTranslation(Rendering.request(fixture));
    }
}
