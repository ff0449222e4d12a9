package ru.xrouter.router.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.router.health.Health;
import ru.xrouter.router.peek.RequestReader;
import ru.xrouter.router.route.RoutePlanner;

class HoldAmountTest {
    @ParameterizedTest(name = "{0} {1}, {2} bytes -> {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // 101 prompt tokens at 100, the model's 100 completion tokens at 200.5
                "CHAT|{\"model\":\"alpha/cheap\"}|101|30150",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10}|101|12105",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"n\":3}|101|36315",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":5000}|101|30150",
                // A form that the model does not know may take a second call, which reads the answer too: 101 + 10 +
                // 1500 tokens at 500, and 10 more of completion.
                "CHAT|{\"model\":\"both/shared\",\"max_tokens\":10}|101|55500",
                "CHAT|{\"model\":\"both/shared\",\"max_tokens\":10,\"response_format\":{}}|101|866000",
                // Every choice of every prompt: 101 prompt tokens twice, 2 × 3 completions of 10.
                "COMPLETIONS|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"n\":2,\"prompt\":[\"a\",\"b\",\"c\"]}|101|32230",
                "COMPLETIONS|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"prompt\":\"a\"}|101|12105",
                // Embeddings cost their texts alone, each of them no longer than the context.
                "EMBEDDINGS|{\"model\":\"beta/vectors\",\"input\":\"x\",\"n\":5,\"max_tokens\":9}|99|990",
                "EMBEDDINGS|{\"model\":\"beta/vectors\",\"input\":[\"x\",\"y\",\"z\"]}|100000|3000",
                // The prompt is never longer than the context.
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1}|100000000|100201",
                // An image is not its bytes: here more than the context holds, however few they are, or many.
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"\"}}]}]}|101|100201",
                // What the provider's own tools bring into the prompt is unknown before: the whole context.
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"web_search_options\":{}}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"modalities\":[\"image\",\"text\"]}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"modalities\":[\"text\"]}|101|12105",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"plugins\":[{\"id\":\"web\"}]}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"tools\":[{\"type\":\"function\"},{\"type\":\"x\"}]}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"tools\":[{\"type\":\"function\",\"function\":{\"type\":\"x\"}}]}|101|12105",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"plugins\":[],\"web_search_options\":null}|101|12105",
                // The dearest of all candidates counts.
                "CHAT|{\"model\":\"auto\"}|100|500000",
                "CHAT|{\"model\":\"alpha/cheap\",\"models\":[\"both/shared\"]}|100|150000",
            })
    void holdsTheMostThatItCouldCost(Endpoint endpoint, String request, int bytes, long micros) {
        // Given
        var peek = RequestReader.read(endpoint, request.getBytes(StandardCharsets.UTF_8));
        var route = RoutePlanner.plan(TestCatalogue.catalogue(), peek, List.of(), Health.UNKNOWN);
        // When
        var amount = HoldAmount.of(route, peek, bytes);
        // Then
        assertThat(amount.micros()).isEqualTo(micros);
    }
}
