package ru.xrouter.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A pair of files under {@code src/test/resources/fixtures/<folder>}: {@code <case>.in.<type>} and {@code
 * <case>.out.<type>} (or {@code <case>.err.json} for a refusal). Run with {@code -Dfixtures.update} to rewrite what is
 * expected, and read the diff.
 */
public record Fixture(Path folder, String name, Path input) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final Path ROOT = Path.of("src/test/resources/fixtures");

    /** Every case in a folder, by name; a folder without cases is an error. */
    public static Stream<Fixture> all(String folder) {
        var path = ROOT.resolve(folder);
        try (var files = Files.list(path)) {
            var fixtures = files.filter(file -> file.getFileName().toString().contains(".in."))
                    .sorted()
                    .map(file -> new Fixture(path, file.getFileName().toString().split("\\.in\\.", 2)[0], file))
                    .toList();
            assertThat(fixtures).as("cases in %s", path).isNotEmpty();
            return fixtures.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] in() {
        return read(input);
    }

    public JsonNode inJson() {
        return parse(in());
    }

    /** Whether the case expects a refusal. */
    public boolean refused() {
        return Files.exists(folder.resolve(name + ".err.json"));
    }

    /** Compares with {@code <case>.out.json} as JSON trees. */
    public void assertOutJson(byte[] actual) {
        assertJson(folder.resolve(name + ".out.json"), actual);
    }

    /** Compares with {@code <case>.err.json} as JSON trees. */
    public void assertErrJson(byte[] actual) {
        assertJson(folder.resolve(name + ".err.json"), actual);
    }

    /** Compares with {@code <case>.out.<type>} letter by letter. */
    public void assertOutText(String type, String actual) {
        var expected = folder.resolve(name + ".out." + type);
        if (updating()) {
            write(expected, actual);
        }
        assertThat(actual).isEqualTo(new String(read(expected), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void assertJson(Path expected, byte[] actual) {
        if (updating()) {
            write(expected, parse(actual).toPrettyString() + "\n");
        }
        assertThat(parse(actual)).isEqualTo(parse(read(expected)));
    }

    private static boolean updating() {
        return System.getProperty("fixtures.update") != null;
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
