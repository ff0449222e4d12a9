package ru.xrouter.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads CPU time and memory of processes, and of the processes they started, from {@code /proc}. */
public record Processes(Map<String, Long> pids) {
    private static final Path PROC = Path.of("/proc");
    /** CPU time is told in hundredths of a second on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int PARENT = 1;

    public Processes {
        pids = new LinkedHashMap<>(pids);
    }

    /** CPU time in microseconds and memory in kilobytes at one moment. */
    public record Usage(long userMicros, long systemMicros, long rssKilobytes) {
        /** A process that is not there. */
        public static final Usage NONE = new Usage(0, 0, 0);

        /** User and kernel time. */
        public long micros() {
            return userMicros + systemMicros;
        }

        Usage plus(Usage other) {
            return new Usage(
                    userMicros + other.userMicros,
                    systemMicros + other.systemMicros,
                    rssKilobytes + other.rssKilobytes);
        }
    }

    /** The processes that the stack's state folder names, and others. */
    public static Processes of(Path state, Map<String, Long> others) throws IOException {
        var pids = new LinkedHashMap<String, Long>();
        for (var name : List.of(
                "gateway-service",
                "router-service",
                "provider-gigachat",
                "redis",
                "billing-service",
                "auth-service",
                "postgres",
                "provider-yandexgpt",
                "provider-simulator")) {
            var file = state.resolve("pids").resolve(name);
            if (Files.exists(file)) {
                pids.put(name, Long.valueOf(Files.readString(file).strip().split(" ", 2)[0]));
            }
        }
        pids.putAll(others);
        pids.put("generator", ProcessHandle.current().pid());
        return new Processes(pids);
    }

    /** The id of a process that the stack's state folder names. */
    public static long pid(Path state, String name) throws IOException {
        var pid = of(state, Map.of()).pids().get(name);
        if (pid == null) {
            throw new IOException("%s does not run".formatted(name));
        }
        return pid;
    }

    /** What they have used so far and hold now. */
    public Map<String, Usage> usage() {
        var children = children();
        var usage = new LinkedHashMap<String, Usage>();
        pids.forEach((name, pid) -> usage.put(name, tree(pid, children)));
        return usage;
    }

    private static Usage tree(long pid, Map<Long, List<Long>> children) {
        var own = own(pid, children.containsKey(pid));
        return children.getOrDefault(pid, List.of()).stream()
                .map(child -> tree(child, children))
                .reduce(own, Usage::plus);
    }

    private static Usage own(long pid, boolean sharesMemory) {
        var fields = stat(pid);
        return fields.length == 0
                ? Usage.NONE
                : new Usage(
                        Long.parseLong(fields[USER]) * MICROS_PER_TICK,
                        Long.parseLong(fields[SYSTEM]) * MICROS_PER_TICK,
                        memory(pid, sharesMemory));
    }

    /** Resident memory; of processes that share much, as PostgreSQL's do, each one's fair part. */
    private static long memory(long pid, boolean shares) {
        var isPostgres = shares || commandOf(pid).startsWith("postgres");
        return isPostgres
                ? kilobytes(PROC.resolve(pid + "/smaps_rollup"), "Pss:")
                : kilobytes(PROC.resolve(pid + "/status"), "VmRSS:");
    }

    private static String commandOf(long pid) {
        return lines(PROC.resolve(pid + "/comm")).findFirst().orElse("");
    }

    private static long kilobytes(Path file, String label) {
        return lines(file)
                .filter(line -> line.startsWith(label))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElse(0);
    }

    private static Map<Long, List<Long>> children() {
        try (var entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .filter(pid -> stat(pid).length > 0)
                    .collect(Collectors.groupingBy(
                            Processes::parent, Collectors.mapping(Function.identity(), Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long parent(long pid) {
        var fields = stat(pid);
        return fields.length == 0 ? 0 : Long.parseLong(fields[PARENT]);
    }

    /** The fields after the command's name; none when the process is gone. */
    private static String[] stat(long pid) {
        var line = lines(PROC.resolve(pid + "/stat")).findFirst().orElse("");
        return line.isEmpty()
                ? new String[0]
                : line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }
}
