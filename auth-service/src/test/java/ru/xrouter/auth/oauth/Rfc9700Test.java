package ru.xrouter.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/architecture/rfc-9700.md} names code and tests that there are. */
class Rfc9700Test {
    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern METHOD = Pattern.compile("(?:([A-Z]\\w+)\\.)?([a-z]\\w+)");

    @Test
    void everyRowNamesATestThatThereIs() throws IOException {
        var missing = new ArrayList<String>();
        for (var row : rows()) {
            var names = quoted(row[4]);
            assertThat(names).as(String.join("|", row)).isNotEmpty();
            var source = "";
            for (var name : names) {
                var method = METHOD.matcher(name);
                var isMethod = method.matches();
                if (!isMethod || method.group(1) != null) {
                    source = test(isMethod ? method.group(1) : name);
                }
                if (source.isEmpty() || (isMethod && !source.contains("void " + method.group(2) + "("))) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowNamesCodeThatThereIs() throws IOException {
        for (var row : rows()) {
            for (var name : quoted(row[3])) {
                var parts = name.split("\\.", -1);
                var file = "ru/xrouter/%s/" + parts[0] + "/" + parts[1] + ".java";
                assertThat(Stream.of("auth", "gateway")
                                .map(service ->
                                        ROOT.resolve(service + "-service/src/main/java/" + file.formatted(service))))
                        .as(name)
                        .anyMatch(Files::exists);
            }
        }
    }

    private static List<String[]> rows() throws IOException {
        var rows = Files.readAllLines(ROOT.resolve("docs/architecture/rfc-9700.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| RFC 9700 "))
                .map(line -> line.split("\\|", -1))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20);
        return rows;
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static String test(String name) throws IOException {
        for (var module : List.of("auth-service", "gateway-service", "e2e-tests")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                var file = files.filter(path -> path.endsWith(name + ".java")).findFirst();
                if (file.isPresent()) {
                    return Files.readString(file.get());
                }
            }
        }
        return "";
    }
}
