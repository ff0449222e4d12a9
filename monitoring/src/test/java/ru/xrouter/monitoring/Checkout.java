package ru.xrouter.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where things are in the tree. */
final class Checkout {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path RULES = ROOT.resolve("helm/xrouter/rules");
    static final Path DASHBOARDS = ROOT.resolve("helm/xrouter/dashboards");
    static final Path RUNBOOKS = ROOT.resolve("docs/operations/alerts");
    static final Path RULE_TESTS = ROOT.resolve("monitoring/src/test/resources/rules");

    private Checkout() {}

    static List<Path> files(Path folder, String suffix) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
