package ru.xrouter.gigachat.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.http.CutStream;
import ru.xrouter.provider.http.LongStream;

/**
 * What both versions of the API are held to: every row of the mapping as a pair of files, and every stream the same
 * wherever it is cut. A version says in static methods where its {@code requests}, {@code answers} and {@code streams} lie.
 */
abstract class MappingContract {
    static final JsonMapper JSON = new JsonMapper();

    abstract byte[] body(ChatCompletionRequest request);

    abstract boolean isV2();

    abstract ProviderAnswer answer(ChatCompletionRequest request, byte[] body);

    abstract StreamTranslation stream(ChatCompletionRequest request);

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) throws IOException {
        try {
            var request = ChatRequestReader.read(fixture.in());
            var out = JsonNodeFactory.instance.objectNode();
            out.set("body", JSON.readTree(body(request)));
            out.set("ignored", JSON.valueToTree(IgnoredParameters.of(request, true, isV2())));
            fixture.assertOutJson(Rendering.bytes(out));
        } catch (InvalidParameterException e) {
            fixture.assertErrJson(e.toApiError().body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        var request = ChatRequestReader.read(Rendering.bytes(fixture.inJson().get("request")));
        var told = Rendering.bytes(fixture.inJson().get("answer"));
        try {
            fixture.assertOutJson(Rendering.completion(answer(request, told)));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(
                    Rendering.bytes(JsonNodeFactory.instance.objectNode().put("malformed", e.getMessage())));
        } catch (ProviderFailureException e) {
            var out = JsonNodeFactory.instance
                    .objectNode()
                    .put("failure", e.failure().toString());
            fixture.assertErrJson(Rendering.bytes(e.words().isEmpty() ? out : out.put("words", e.words())));
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

    /** An event of a stream that says this. */
    abstract String event(String text);

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                ",\"stop\":\"END\"",
                ",\"web_search_options\":{}",
                ",\"modalities\":[\"text\",\"image\"]",
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"
            })
    void keepsNothingOfALongStream(String option) {
        // Given
        var request = ChatRequestReader.read("""
                {"model":"m","stream":true,"messages":[{"role":"user","content":"?"}]%s}""".formatted(option).getBytes(UTF_8));

        // When
        var kept = LongStream.kept(stream(request), event(LongStream.TEXT));

        // Then
        assertThat(kept).isLessThan(LongStream.said() / 8);
    }

    private StreamTranslation translation(Fixture fixture) {
        return stream(Rendering.request(fixture));
    }
}
