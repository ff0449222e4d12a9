package ru.xrouter.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a measurement was made, and of what. */
public record Machine(String processor, int cores, String system, String java, String commit, double load) {
    /** This machine, and the commit of a checkout. */
    public static Machine here(Path checkout) throws IOException, InterruptedException {
        return new Machine(
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version")),
                System.getProperty("java.runtime.version"),
                commitOf(checkout),
                loadAverage());
    }

    /** Busy time of all cores so far, in microseconds. */
    static long busyMicros() {
        var fields = firstLine(Path.of("/proc/stat")).split("\\s+", -1);
        var ticks = Arrays.stream(fields).skip(1).mapToLong(Long::parseLong).toArray();
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) * 10_000;
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String processorModel() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static double loadAverage() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }

    private static String commitOf(Path checkout) throws IOException, InterruptedException {
        var commit = git(checkout, "rev-parse", "--short", "HEAD");
        return git(checkout, "status", "--porcelain", "--", ".", ":!docs/performance")
                        .isBlank()
                ? commit
                : commit + " with changes";
    }

    private static String git(Path checkout, String... arguments) throws IOException, InterruptedException {
        var command = Arrays.stream(arguments).collect(Collectors.toList());
        command.addFirst("git");
        var process = new ProcessBuilder(command).directory(checkout.toFile()).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
