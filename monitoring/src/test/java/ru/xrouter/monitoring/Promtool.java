package ru.xrouter.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prometheus's own checker, of Debian's package {@code prometheus}. */
final class Promtool {
    private static final String NAME = "promtool";

    private Promtool() {}

    /** Fails with what promtool says; without promtool the test is skipped, and says so. */
    static void passes(List<String> command, List<Path> files) throws IOException, InterruptedException {
        var installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, NAME)));
        if (!installed) {
            System.out.println("SKIPPED: no promtool in PATH; apt-get install prometheus");
        }
        Assumptions.assumeTrue(installed, "no promtool in PATH; apt-get install prometheus");
        var arguments = new ArrayList<>(List.of(NAME));
        arguments.addAll(command);
        files.forEach(file -> arguments.add(file.toString()));
        var process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
