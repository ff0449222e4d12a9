package ru.xrouter.local.run;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import ru.xrouter.local.plan.Part;

/** One part of the stack that can be started and stopped any number of times. */
interface Member {
    Part part();

    LogFile log();

    /** Starts the process; it may not be ready yet. */
    void launch() throws IOException, StartFailedException;

    /** Returns once the process serves; fails when it died or takes too long. */
    void awaitReady() throws StartFailedException, InterruptedException;

    /** Stops the process gently, and by force when it takes too long. Does nothing when it is not running. */
    void stop();

    /** The running process. */
    Optional<ProcessHandle> process();

    /** Completes when the process launched last has ended, telling how. */
    CompletableFuture<String> ended();
}
