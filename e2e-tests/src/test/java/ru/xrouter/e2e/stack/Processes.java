package ru.xrouter.e2e.stack;

import java.nio.file.Path;
import java.util.Map;

/** The stack's processes, killed and started as an operator would. */
public record Processes(Path script, Path state) {
    /** Kills a service's process with SIGKILL. */
    public void kill(String service) {
        run("kill", service);
    }

    /** Starts a killed service and waits until it is ready. */
    public void restart(String service) {
        run("restart", service);
    }

    private void run(String verb, String service) {
        new Commands(Path.of("").toAbsolutePath(), Map.of("XROUTER_STATE_DIR", state.toString()))
                .run(script.toString(), verb, service);
    }
}
