package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;
import ru.xrouter.chart.render.Manifest;
import ru.xrouter.chart.render.Strict;

/**
 * An operator keeps the values file of an earlier version and upgrades: it is still taken, renders without fields nobody knows, and asks for no change
 * that Kubernetes forbids. {@code previous/<version>} holds the values files of that version and what must not change; add a folder per release.
 */
class UpgradeTest {
    private static final Path PREVIOUS = Checkout.module("chart-tests").resolve("src/test/resources/previous");
    private static final List<String> FIXED =
            List.of("/spec/selector", "/spec/serviceName", "/spec/podManagementPolicy", "/spec/volumeClaimTemplates");

    @ParameterizedTest(name = "{0}")
    @MethodSource("previous")
    void rendersWithTheOldValues(Path values) throws IOException {
        var manifests = new Chart(Manifest.YAML.readTree(Files.readString(values))).render();
        assertThat(manifests)
                .allSatisfy(each -> assertThat(Strict.complaints(each)).isEmpty());
        var fixed = values.resolveSibling(values.getFileName().toString().replace("values-", "fixed-"));
        if (System.getProperty("golden.update") != null && !Files.exists(fixed)) {
            Files.writeString(fixed, Manifest.YAML.writeValueAsString(fixed(manifests)));
        }
        assertThat(fixed(manifests)).isEqualTo(Manifest.YAML.readTree(Files.readString(fixed)));
    }

    private static JsonNode fixed(List<Manifest> manifests) {
        ObjectNode all = Manifest.YAML.createObjectNode();
        for (var each : manifests) {
            if (each.is("Deployment", "StatefulSet", "Service")) {
                var fields = all.putObject(each.id());
                FIXED.stream()
                        .filter(field -> !each.at(field).isMissingNode())
                        .forEach(field -> fields.set(field, each.at(field)));
            }
        }
        return all;
    }

    static Stream<Path> previous() {
        try (var files = Files.walk(PREVIOUS)) {
            return files.filter(file -> file.getFileName().toString().startsWith("values-")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
