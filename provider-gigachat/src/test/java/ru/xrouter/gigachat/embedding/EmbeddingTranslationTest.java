package ru.xrouter.gigachat.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.api.embedding.EmbeddingRequestReader;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderModel;

/** Every row of the mapping of embeddings, as pairs of files. */
class EmbeddingTranslationTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddingTranslation translation = new EmbeddingTranslation(Map.of("user-agent", "XRouter"));

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
            var sent = translation
                    .requests(request, ProviderModel.of("Embeddings"))
                    .getFirst();
            assertThat(sent.path()).isEqualTo("/embeddings");
            assertThat(sent.headers()).containsEntry("user-agent", "XRouter");
            assertThat(sent.streamed()).isFalse();
            var out = JSON.createObjectNode();
            out.set("body", JSON.readTree(sent.body()));
            out.set("ignored", JSON.valueToTree(translation.ignored(request)));
            fixture.assertOutJson(JSON.writeValueAsBytes(out));
        } catch (InvalidParameterException e) {
            fixture.assertErrJson(e.toApiError().body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void translatesAnswer(Fixture fixture) throws IOException {
        try {
            fixture.assertOutJson(JSON.writeValueAsBytes(translation.answer(fixture.in())));
        } catch (MalformedAnswerException e) {
            fixture.assertErrJson(JSON.writeValueAsBytes(JSON.createObjectNode().put("malformed", e.getMessage())));
        }
    }

    @Test
    void splitsManyTextsWithoutChangingTheirOrder() {
        // Given
        var texts = IntStream.range(0, 181).mapToObj(i -> "текст " + i).toList();

        // When
        var batches = batches(texts);

        // Then
        assertThat(batches).extracting(List::size).containsExactly(90, 90, 1);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(texts);
    }

    @Test
    void splitsLongTextsAndSendsOneThatIsTooLongAlone() {
        // Given
        var texts =
                Stream.of(600_000, 400_000, 1, 1_000_001, 2).map("a"::repeat).toList();

        // When
        var batches = batches(texts);

        // Then
        assertThat(batches).extracting(List::size).containsExactly(2, 1, 1, 1);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(texts);
    }

    private List<List<String>> batches(List<String> texts) {
        var request = new EmbeddingRequest("m", texts, false, null, Set.of("model", "input"));
        var batches = new ArrayList<List<String>>();
        for (var sent : translation.requests(request, ProviderModel.of("Embeddings"))) {
            batches.add(input(sent.body()));
        }
        return Collections.unmodifiableList(batches);
    }

    private static List<String> input(byte[] body) {
        try {
            return JSON.readTree(body)
                    .path("input")
                    .valueStream()
                    .map(JsonNode::textValue)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
