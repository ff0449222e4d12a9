package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.chart.render.Checkout;
import ru.xrouter.chart.render.Manifest;

/**
 * What the two values files make, as a file to review: {@code -Dgolden.update} writes it anew. Dashboards and alerts are left out, since they are
 * copies of files of the chart.
 */
class GoldenTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("ru.xrouter.chart.Variants#files")
    void isAsReviewed(Variants.Variant variant) throws IOException {
        var file = Checkout.module("chart-tests")
                .resolve("src/test/resources/golden")
                .resolve(variant.name().replace("values-", ""));
        var rendered = variant.chart().render().stream()
                .filter(each -> !each.is("PrometheusRule") && !each.name().contains("-dashboard-"))
                .map(GoldenTest::text)
                .sorted()
                .collect(Collectors.joining());
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(file));
    }

    private static String text(Manifest manifest) {
        try {
            // The version of the chart is on every object and no news.
            var tree = (ObjectNode) manifest.tree().deepCopy();
            if (tree.at("/metadata/labels") instanceof ObjectNode labels) {
                labels.remove("helm.sh/chart");
            }
            return Manifest.YAML.writeValueAsString(tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
