package ru.xrouter.e2e.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** The stack's processes, killed and started as an operator would. */
public record Processes(Path script, Path state) {
    /** Kills a service's process with SIGKILL. */
    public void kill(String service) {
        run("kill", service);
    }

    /** Starts a killed service, or stops one that runs (SIGTERM) and starts it anew, and waits until it is ready. */
    public void restart(String service) {
        run("restart", service);
    }

    /** Stops a process without its knowing, so that it answers nobody, until it may {@link #goOn}. */
    public void hang(String service) {
        signal("STOP", service);
    }

    /** Lets a process that hangs go on. */
    public void goOn(String service) {
        signal("CONT", service);
    }

    private void signal(String signal, String service) {
        try {
            var pid = Files.readString(state.resolve("pids").resolve(service)).split(" ", 2)[0];
            new Commands(state, Map.of()).run("kill", "-" + signal, pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a killed process's data away. */
    public void loseData(String service) {
        try (var tree = Files.walk(state.resolve(service))) {
            for (var file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            Files.createDirectories(state.resolve(service));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String verb, String service) {
        new Commands(Path.of("").toAbsolutePath(), Map.of("XROUTER_STATE_DIR", state.toString()))
                .run(script.toString(), verb, service);
    }
}
