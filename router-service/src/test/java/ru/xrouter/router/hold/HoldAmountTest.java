package ru.xrouter.router.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.router.catalogue.TestCatalogue;
import ru.xrouter.router.peek.RequestReader;
import ru.xrouter.router.route.RoutePlanner;

class HoldAmountTest {
    @ParameterizedTest(name = "{0}, {1} bytes -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // 51 prompt tokens at 100, the model's 100 completion tokens at 200.5
                "{\"model\":\"alpha/cheap\"}|101|25150",
                "{\"model\":\"alpha/cheap\",\"max_tokens\":10}|101|7105",
                "{\"model\":\"alpha/cheap\",\"max_tokens\":10,\"n\":3}|101|11115",
                "{\"model\":\"alpha/cheap\",\"max_tokens\":5000}|101|25150",
                // The prompt is never longer than the context.
                "{\"model\":\"alpha/cheap\",\"max_tokens\":1}|100000000|100201",
                // The dearest of all candidates counts.
                "{\"model\":\"auto\"}|100|450000",
                "{\"model\":\"alpha/cheap\",\"models\":[\"both/shared\"]}|100|125000",
            })
    void holdsTheMostThatItCouldCost(String request, int bytes, long micros) {
        // Given
        var peek = RequestReader.read(request.getBytes(StandardCharsets.UTF_8));
        var route = RoutePlanner.plan(TestCatalogue.catalogue(), peek);
        // When
        var amount = HoldAmount.of(route, peek, bytes);
        // Then
        assertThat(amount.micros()).isEqualTo(micros);
    }
}
