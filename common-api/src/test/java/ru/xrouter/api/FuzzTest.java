package ru.xrouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.TextCompletionReader;
import ru.xrouter.api.embedding.EmbeddingRequestReader;
import ru.xrouter.api.testing.fuzz.Campaign;
import ru.xrouter.api.testing.fuzz.Corpus;

/** Whatever a caller sends is read, or refused with an error of OpenAI's shape. */
class FuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int REQUESTS = 50_000;

    @ParameterizedTest
    @ValueSource(strings = {"chat", "completions", "embeddings"})
    void readsOrRefuses(String kind) {
        new Campaign(Corpus.requests(kind), REQUESTS).run(mutant -> {
            try {
                reader(kind).accept(mutant.body());
            } catch (InvalidParameterException e) {
                assertIsError(e.toApiError().body());
            }
        });
    }

    private static Consumer<byte[]> reader(String kind) {
        return switch (kind) {
            case "chat" -> ChatRequestReader::read;
            case "completions" -> TextCompletionReader::read;
            default -> EmbeddingRequestReader::read;
        };
    }

    private static void assertIsError(byte[] body) {
        try {
            var error = JSON.readTree(body).path("error");
            assertThat(error.path("message").asText()).isNotBlank().hasSizeLessThanOrEqualTo(500);
            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.has("param") && error.has("code")).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
