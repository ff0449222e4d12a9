package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.testing.fuzz.Campaign;
import ru.xrouter.api.testing.fuzz.Corpus;
import ru.xrouter.api.testing.fuzz.Mutant;

/** Whatever a caller sends is read or refused, and never read otherwise than the adapter reads it. */
class FuzzTest {
    private static final int REQUESTS = 50_000;

    @ParameterizedTest
    @CsvSource({"chat, CHAT_COMPLETION", "completions, TEXT_COMPLETION", "embeddings, EMBEDDING"})
    void readsOrRefuses(String kind, Operation operation) {
        new Campaign(Corpus.requests(kind), REQUESTS).run(mutant -> {
            try {
                var head = GenerationPeek.read(operation, mutant.body(), 0, mutant.body().length);
                if (operation == Operation.CHAT_COMPLETION) {
                    assertReadAlike(head, mutant);
                }
            } catch (InvalidParameterException e) {
                assertThat(e.text()).isNotBlank().hasSizeLessThanOrEqualTo(500);
            }
        });
    }

    private static void assertReadAlike(GenerationHead head, Mutant mutant) {
        var chat = ChatRequestReader.read(mutant.body());
        assertThat(head.model()).isEqualTo(chat.model());
        assertThat(head.stream()).isEqualTo(chat.stream());
    }
}
