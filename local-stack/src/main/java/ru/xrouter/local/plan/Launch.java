package ru.xrouter.local.plan;

import java.util.List;
import java.util.Map;

/** How to start one process: a command that anyone may read, and an environment that nobody may. */
public record Launch(List<String> command, Map<String, String> environment) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "Launch[command=%s, environment=%s]".formatted(command, environment.keySet());
    }
}
