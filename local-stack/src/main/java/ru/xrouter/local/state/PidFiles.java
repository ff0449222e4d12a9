package ru.xrouter.local.state;

import java.io.IOException;
import java.util.Optional;

/**
 * Which process plays which part. A pid that was given to another process since does not count, because the moment
 * its process started is kept beside it.
 */
public final class PidFiles {
    private final StateDirectory state;

    public PidFiles(StateDirectory state) {
        this.state = state;
    }

    public void write(String name, ProcessHandle process) throws IOException {
        state.write(path(name), process.pid() + " " + started(process) + "\n");
    }

    /** The living process of this name. */
    public Optional<ProcessHandle> find(String name) throws IOException {
        return state.read(path(name)).map(String::strip).flatMap(PidFiles::living);
    }

    public void remove(String name) throws IOException {
        state.remove(path(name));
    }

    private static Optional<ProcessHandle> living(String line) {
        var fields = line.split(" ", 2);
        if (fields.length != 2) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(fields[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> started(process).equals(fields[1]));
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }

    private static String path(String name) {
        return "pids/" + name;
    }
}
