package ru.xrouter.local.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.Part;
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
        for (var part : Part.all().toList().reversed()) {
            var left = find(part);
            if (left.isPresent()) {
                console.line("  stopping %s (pid %d), left over from an earlier run"
                        .formatted(part.label(), left.get().pid()));
                Termination.of(left.get(), LONGEST_STOP);
            }
            pids.remove(part.label());
        }
        stopFront();
    }

    public boolean exist() throws IOException {
        for (var part : Part.all().toList()) {
            if (find(part).isPresent()) {
                return true;
            }
        }
        for (var label : Front.LABELS) {
            if (pids.find(label).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void stopFront() throws IOException {
        for (var label : Front.LABELS) {
            pids.find(label).ifPresent(left -> Termination.of(left, LONGEST_STOP));
            pids.remove(label);
        }
    }

    private Optional<ProcessHandle> find(Part part) throws IOException {
        var known = pids.find(part.label());
        return known.isEmpty() && part.component() == Component.POSTGRES
                ? PostgresServer.postmaster(state.directory("postgres"))
                : known;
    }
}
