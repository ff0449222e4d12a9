package ru.xrouter.router.peek;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.TextCompletionReader;
import ru.xrouter.api.embedding.EmbeddingRequestReader;
import ru.xrouter.api.testing.fuzz.Campaign;
import ru.xrouter.api.testing.fuzz.Corpus;
import ru.xrouter.router.catalogue.Endpoint;

/** Whatever a caller sends is read or refused, and never held for less than what the adapter will ask for. */
class FuzzTest {
    private static final int REQUESTS = 50_000;

    @ParameterizedTest
    @CsvSource({"chat, CHAT", "completions, COMPLETIONS", "embeddings, EMBEDDINGS"})
    void readsOrRefuses(String kind, Endpoint endpoint) {
        new Campaign(Corpus.requests(kind), REQUESTS).run(mutant -> {
            try {
                assertReadAlike(RequestReader.read(endpoint, mutant.body()), mutant.body());
            } catch (InvalidParameterException e) {
                assertThat(e.text()).isNotBlank().hasSizeLessThanOrEqualTo(500);
            }
        });
    }

    private static void assertReadAlike(RequestPeek peek, byte[] body) {
        switch (peek.endpoint()) {
            case CHAT -> {
                var chat = ChatRequestReader.read(body);
                assertThat(peek.model()).isEqualTo(chat.model());
                assertThat(peek.stream()).isEqualTo(chat.stream());
                assertThat(peek.choices()).isEqualTo(chat.n());
                assertThat(peek.maxTokens()).isEqualTo(chat.maxTokens());
            }
            case COMPLETIONS -> {
                var text = TextCompletionReader.read(body);
                assertThat(peek.texts() * peek.choices())
                        .isEqualTo(text.choices().size());
                assertThat(peek.stream()).isEqualTo(text.choices().getFirst().stream());
                assertThat(peek.maxTokens()).isEqualTo(text.choices().getFirst().maxTokens());
            }
            case EMBEDDINGS -> {
                var embedding = EmbeddingRequestReader.read(body);
                assertThat(peek.model()).isEqualTo(embedding.model());
                assertThat(peek.texts()).isEqualTo(embedding.inputs().size());
            }
        }
    }
}
