package ru.xrouter.local.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.state.PidFiles;
import ru.xrouter.local.state.StateDirectory;

/** Processes of a stack whose supervisor was killed before it could stop them. */
public final class LeftoverProcesses {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);

    private final StateDirectory state;
    private final PidFiles pids;

    public LeftoverProcesses(StateDirectory state) {
        this.state = state;
        this.pids = new PidFiles(state);
    }

    /** Stops them, the last started first. */
    public void stop(Console console) throws IOException {
        for (var component : List.of(Component.values()).reversed()) {
            var left = find(component);
            if (left.isPresent()) {
                console.line("  stopping %s (pid %d), left over from an earlier run"
                        .formatted(component.label(), left.get().pid()));
                Termination.of(left.get(), LONGEST_STOP);
            }
            pids.remove(component.label());
        }
    }

    public boolean exist() throws IOException {
        for (var component : Arrays.asList(Component.values())) {
            if (find(component).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Optional<ProcessHandle> find(Component component) throws IOException {
        var known = pids.find(component.label());
        return known.isEmpty() && component == Component.POSTGRES
                ? PostgresServer.postmaster(state.directory("postgres"))
                : known;
    }
}
