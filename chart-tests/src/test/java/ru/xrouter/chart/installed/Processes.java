package ru.xrouter.chart.installed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Processes that end with the test; each writes into a log of its own. */
final class Processes implements AutoCloseable {
    private static final int LONGEST_MINUTES = 3;

    private final List<Process> started = new ArrayList<>();

    static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static void run(Path log, String... command) throws IOException, InterruptedException {
        succeed(builder(log, List.of(command)).start(), log);
    }

    /** Runs a jar to its end, which must be a success. */
    static void runJar(Path jar, Map<String, String> environment, Path log) throws IOException, InterruptedException {
        succeed(jar(jar, environment, log, List.of()).start(), log);
    }

    private static void succeed(Process process, Path log) throws IOException, InterruptedException {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
    }

    void start(Path jar, Map<String, String> environment, Path log, String... arguments) throws IOException {
        started.add(jar(jar, environment, log, List.of(arguments)).start());
    }

    private static ProcessBuilder jar(Path jar, Map<String, String> environment, Path log, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                program("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
        command.addAll(arguments);
        var builder = builder(log, command);
        builder.environment().keySet().removeIf(name -> name.startsWith("XROUTER_") || name.startsWith("QUARKUS_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static ProcessBuilder builder(Path log, List<String> command) {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    }

    boolean allRun() {
        return started.stream().allMatch(Process::isAlive);
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        started.forEach(process -> process.onExit().join());
    }
}
