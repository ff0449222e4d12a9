package ru.xrouter.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the images without an engine that builds them. */
class ImagesTest {
    private static final Path IMAGES = Path.of("..", "images");
    private static final Pattern BASE = Pattern.compile("(?m)^ARG (?:JAVA|LIBRARIES|RUNTIME)=(\\S+)$");
    private static final Pattern COPIED = Pattern.compile("(?m)^COPY (?!--from)(?:--chmod=\\d+ )?(.+) \\S+$");

    /** JVM options by which an AOT cache is good for the process, or is not. */
    private static final List<String> SHAPING = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void runsAsNobodyOnAFixedBase(String name) throws IOException {
        // When
        var file = read(name);
        var last = file.substring(file.lastIndexOf("\nFROM "));
        // Then
        assertThat(last)
                .containsPattern("(?m)^USER 10001:10001$")
                .containsPattern("(?m)^ENTRYPOINT \\[\"")
                .contains("/xrouter/sbom.json")
                .doesNotContainPattern("(?m)^RUN ");
        assertThat(BASE.matcher(file).results().map(match -> match.group(1)))
                .isNotEmpty()
                // With its registry: podman and buildah do not guess it.
                .allMatch(image -> image.matches("docker\\.io/[a-z0-9/-]+:[0-9][^:]*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void takesOnlyWhatTheBuildPutsThere(String name) throws IOException {
        // Given
        var put = List.of("train.sh", "${SERVICE}.jar", "${SERVICE}-runner", "${SERVICE}-cyclonedx.json");
        // When
        var taken = COPIED.matcher(read(name))
                .results()
                .flatMap(match -> List.of(match.group(1).split(" ")).stream());
        // Then
        assertThat(taken).isNotEmpty().isSubsetOf(put);
        assertThat(read("build.sh"))
                .contains("images/train.sh\" \"$ROOT/$service/target/image/\"", "$service-cyclonedx.json");
    }

    @Test
    void startsWithTheOptionsThatTheCacheWasMadeWith() throws IOException {
        // When
        var entrypoint = read("Dockerfile.jvm")
                .lines()
                .filter(line -> line.startsWith("ENTRYPOINT"))
                .toList();
        // Then
        assertThat(entrypoint).hasSize(1);
        assertThat(entrypoint.getFirst()).contains(SHAPING).contains("-XX:AOTCache=/xrouter/service.aot");
        assertThat(read("train.sh")).contains(SHAPING);
    }

    private static String read(String name) throws IOException {
        return Files.readString(IMAGES.resolve(name));
    }
}
