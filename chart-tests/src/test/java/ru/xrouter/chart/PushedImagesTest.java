package ru.xrouter.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.xrouter.chart.render.Chart;
import ru.xrouter.chart.render.Checkout;
import ru.xrouter.chart.render.Manifest;

/** What {@code xrouter images --push} writes is what the chart takes: here with a Maven and an engine that do nothing but tell digests. */
class PushedImagesTest {
    private static final List<String> SERVICES = List.of(
            "gateway-service",
            "auth-service",
            "router-service",
            "billing-service",
            "provider-gigachat",
            "provider-yandexgpt");
    private static final String ENGINE = """
            #!/bin/sh
            case "$1 $*" in
              *refused*provider-yandexgpt*) [ "$1" != push ] || exit 1 ;;
            esac
            [ "$1 $2" != "image inspect" ] || eval "printf '%s\\n' \\"\\${$#%:*}@sha256:$(printf '%064d' 7)\\""
            """;

    @TempDir
    private Path root;

    @Test
    void givesTheDigestsThatTheChartWants() throws Exception {
        // When
        assertThat(push("registry.example.ru:5000/xrouter/")).isZero();
        // Then
        var images = Chart.with("values-production.yaml").and(Files.readString(values())).render().stream()
                .filter(Manifest::makesPods)
                .flatMap(Manifest::containers)
                .map(container -> container.path("image").asText());
        assertThat(images)
                .hasSizeGreaterThan(SERVICES.size())
                .allMatch(image -> image.matches("registry\\.example\\.ru:5000/xrouter/[a-z-]+@sha256:0{63}7"))
                .anyMatch(image -> image.contains("/curl@"));
    }

    @Test
    void copiesTheImageThatTheChartTestsWith() throws IOException {
        var image = Chart.with("values.yaml").values().at("/test/image");
        assertThat(Files.readString(Checkout.module("images").resolve("build.sh")))
                .contains("docker.io/%s:%s}"
                        .formatted(
                                image.path("repository").asText(),
                                image.path("tag").asText()));
    }

    @Test
    void writesAllDigestsOrNone() throws Exception {
        assertThat(push("registry.example.ru/refused/")).isNotZero();
        assertThat(values()).doesNotExist();
    }

    private Path values() {
        return root.resolve(".xrouter/images.yaml");
    }

    private int push(String prefix) throws IOException, InterruptedException {
        var images = Files.createDirectories(root.resolve("images"));
        for (var script : List.of("build.sh", "train.sh")) {
            Files.copy(Checkout.module("images").resolve(script), images.resolve(script));
        }
        for (var service : SERVICES) {
            var folder = Files.createDirectories(root.resolve(service).resolve("target/image"));
            Files.createFile(folder.resolve(service + "-runner.jar"));
            Files.createFile(folder.resolve("quarkus-run-cyclonedx.json"));
        }
        var programs = Files.createDirectories(root.resolve("programs"));
        program(programs.resolve("mvn"), "#!/bin/sh\n");
        program(programs.resolve("docker"), ENGINE);
        var script = new ProcessBuilder("bash", images.resolve("build.sh").toString(), "--push")
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("log").toFile());
        script.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        script.environment().put("XROUTER_ENGINE", "docker");
        script.environment().put("XROUTER_IMAGE_PREFIX", prefix);
        script.environment().put("XROUTER_IMAGE_TAG", "1.2.3");
        var process = script.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
