package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;
import ru.xrouter.chart.render.Manifest;

/** The chart gives each service the memory that the last benchmark saw it take. */
class SizingTest {
    private static final long MB = 1_000_000;
    private static final long MIB = 1 << 20;
    /** The heap of every service in a benchmark, and its share of the limit in an image. */
    private static final long MEASURED_HEAP = 256 * MIB;

    private static final double SHARE_OF_HEAP = 0.6;
    private static final Pattern UNIT = Pattern.compile("(\\d+)(Mi|Gi)");

    @ParameterizedTest
    @CsvSource({
        "gateway, gateway-service",
        "router, router-service",
        "auth, auth-service",
        "billing, billing-service",
        "gigachat, provider-gigachat",
        "yandexgpt, provider-yandexgpt"
    })
    void asksForWhatWasMeasuredAndLetsTheHeapGrow(String component, String process) throws IOException {
        // Given
        var measured = measured(process);
        for (var chart : List.of(Chart.production(), Chart.with("values-dev.yaml"))) {
            // When
            var resources = chart.render().stream()
                    .filter(each -> each.makesPods() && each.component().equals(component))
                    .flatMap(Manifest::containers)
                    .findFirst()
                    .orElseThrow()
                    .path("resources");
            // Then
            var limit = bytes(resources.at("/limits/memory").asText());
            assertThat(bytes(resources.at("/requests/memory").asText())).isGreaterThanOrEqualTo(measured);
            assertThat(limit).isGreaterThan((long) (limit * SHARE_OF_HEAP) + measured - MEASURED_HEAP);
        }
    }

    /** The most that a process had in RAM, by the last section of the results. */
    private static long measured(String process) throws IOException {
        var results = Files.readString(Checkout.ROOT.resolve("docs/performance/results.md"));
        var line = results.lines()
                .filter(each -> each.startsWith("| %s |".formatted(process)) && each.split("\\|", -1).length == 10)
                .reduce((_, later) -> later)
                .orElseThrow()
                .split("\\|", -1);
        return Math.max(megabytes(line[7]), megabytes(line[8]));
    }

    private static long megabytes(String cell) {
        return new BigDecimal(cell.strip()).longValueExact() * MB;
    }

    private static long bytes(String quantity) {
        var found = UNIT.matcher(quantity);
        assertThat(found.matches()).as(quantity).isTrue();
        return Long.parseLong(found.group(1))
                * Map.of("Mi", MIB, "Gi", MIB << 10).getOrDefault(found.group(2), 0L);
    }
}
