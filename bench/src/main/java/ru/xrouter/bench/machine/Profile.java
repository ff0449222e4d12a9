package ru.xrouter.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import ru.xrouter.bench.load.Generator;

/**
 * Where a running JVM's Java threads spend their CPU time, by the JDK's own sampling, switched on for a window only. A
 * sample belongs to the first of the named packages that is anywhere in its stack.
 */
public final class Profile implements Generator.Observer {
    private static final String NAME = "xrouter-bench";
    private static final String SAMPLE = "jdk.CPUTimeSample";

    private final long pid;
    private final Path file;
    private final Map<String, Long> samples = new LinkedHashMap<>();
    private long all;

    /**
     * @param folder where the recording lies while it is read
     * @param packages beginnings of class names, the one that goes before others first
     */
    public Profile(long pid, Path folder, List<String> packages) {
        this.pid = pid;
        packages.forEach(each -> samples.put(each, 0L));
        this.file = folder.resolve("profile-%d.jfr".formatted(pid));
    }

    @Override
    public void windowBegins() {
        jcmd(
                "JFR.start",
                "name=" + NAME,
                "settings=none",
                "+%s#enabled=true".formatted(SAMPLE),
                "+%s#throttle=2ms".formatted(SAMPLE));
    }

    @Override
    public void windowEnds() {
        jcmd("JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                count(recording.readEvent());
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part of the samples that belong to one of the packages; not a number when there are none. */
    public double part(String packages) {
        return samples.getOrDefault(packages, 0L) / (double) all;
    }

    /** How many samples there are. */
    public long samples() {
        return all;
    }

    private void count(RecordedEvent event) {
        var stack = event.getStackTrace();
        if (!event.getEventType().getName().equals(SAMPLE) || stack == null) {
            return;
        }
        all++;
        samples.keySet().stream()
                .filter(packages -> isIn(stack.getFrames(), packages))
                .findFirst()
                .ifPresent(packages -> samples.merge(packages, 1L, Long::sum));
    }

    private static boolean isIn(List<RecordedFrame> frames, String packages) {
        return frames.stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(packages));
    }

    private void jcmd(String verb, String... options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.add(verb);
        command.addAll(List.of(options));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("%s: %s".formatted(String.join(" ", command), output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
