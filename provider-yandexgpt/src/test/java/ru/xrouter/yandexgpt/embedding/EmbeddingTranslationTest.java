package ru.xrouter.yandexgpt.embedding;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.embedding.EmbeddingRequestReader;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderFailureException;

/** The mapping table is in {@code fixtures/embedding-*}; a request's model stands for the provider model. */
class EmbeddingTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Fixture> requests() {
        return Fixture.all("embedding-request");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("embedding-answer");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void translatesRequest(Fixture fixture) throws IOException {
        try {
            var request = EmbeddingRequestReader.read(fixture.in());
            var out = JSON.createObjectNode();
            var bodies = out.putArray("bodies");
            for (var body : EmbeddingTranslation.bodies(request, "b1gexamplefolder0000", request.model())) {
                bodies.add(JSON.readTree(body));
            }
            out.set("ignored", JSON.valueToTree(EmbeddingTranslation.ignored(request)));
            fixture.assertOutJson(JSON.writeValueAsBytes(out));
        } catch (InvalidParameterException e) {
            fixture.assertErrJson(e.toApiError().body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        var out = JSON.createObjectNode();
        try {
            var embedded = EmbeddingTranslation.answer(fixture.in());
            out.set("vectors", JSON.valueToTree(embedded.vectors()));
            out.put("prompt_tokens", embedded.promptTokens());
            fixture.assertOutJson(JSON.writeValueAsBytes(out));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(JSON.writeValueAsBytes(out.put("malformed", e.getMessage())));
        } catch (ProviderFailureException e) {
            fixture.assertErrJson(
                    JSON.writeValueAsBytes(out.put("failure", e.failure().wireName())));
        }
    }
}
