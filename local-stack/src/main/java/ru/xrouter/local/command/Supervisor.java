package ru.xrouter.local.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.local.state.PidFiles;
import ru.xrouter.local.state.StateDirectory;

/** The one process that owns a state directory while its stack runs. */
final class Supervisor {
    private static final String NAME = "supervisor";

    private final StateDirectory state;
    private final PidFiles pids;
    private @Nullable FileLock lock;

    Supervisor(StateDirectory state) {
        this.state = state;
        this.pids = new PidFiles(state);
    }

    /** Makes this process the supervisor; false when another one is. The lock dies with the process. */
    boolean claim() throws IOException {
        var channel = FileChannel.open(state.file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return false;
        }
        pids.write(NAME, ProcessHandle.current());
        return true;
    }

    void resign() throws IOException {
        pids.remove(NAME);
    }

    Optional<ProcessHandle> process() throws IOException {
        return pids.find(NAME);
    }
}
