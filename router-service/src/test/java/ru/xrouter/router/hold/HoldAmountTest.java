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
                // 51 prompt tokens at 100, the model's 100 completion tokens at 200.5
                "CHAT|{\"model\":\"alpha/cheap\"}|101|25150",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10}|101|7105",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"n\":3}|101|21315",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":5000}|101|25150",
                // A form that the model does not know may take a second call, which reads the answer too: 51 + 10 +
                // 1500
                // tokens at 500, and 10 more of completion.
                "CHAT|{\"model\":\"both/shared\",\"max_tokens\":10}|101|30500",
                "CHAT|{\"model\":\"both/shared\",\"max_tokens\":10,\"response_format\":{}}|101|816000",
                // Every choice of every prompt: 51 prompt tokens twice, 2 × 3 completions of 10.
                "COMPLETIONS|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"n\":2,\"prompt\":[\"a\",\"b\",\"c\"]}|101|22230",
                "COMPLETIONS|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"prompt\":\"a\"}|101|7105",
                // Embeddings cost their texts alone, each of them no longer than the context.
                "EMBEDDINGS|{\"model\":\"beta/vectors\",\"input\":\"x\",\"n\":5,\"max_tokens\":9}|101|510",
                "EMBEDDINGS|{\"model\":\"beta/vectors\",\"input\":[\"x\",\"y\",\"z\"]}|100000|3000",
                // The prompt is never longer than the context.
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1}|100000000|100201",
                // What the provider's own tools bring into the prompt is unknown before: the whole context.
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"web_search_options\":{}}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"modalities\":[\"image\",\"text\"]}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"modalities\":[\"text\"]}|101|7105",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"plugins\":[{\"id\":\"web\"}]}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":1,\"tools\":[{\"type\":\"function\"},{\"type\":\"x\"}]}|101|100201",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"tools\":[{\"type\":\"function\",\"function\":{\"type\":\"x\"}}]}|101|7105",
                "CHAT|{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"plugins\":[],\"web_search_options\":null}|101|7105",
                // The dearest of all candidates counts.
                "CHAT|{\"model\":\"auto\"}|100|450000",
                "CHAT|{\"model\":\"alpha/cheap\",\"models\":[\"both/shared\"]}|100|125000",
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
