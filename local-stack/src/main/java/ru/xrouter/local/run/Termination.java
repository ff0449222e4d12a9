package ru.xrouter.local.run;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process: politely, and by force when it does not listen. */
public final class Termination {
    private static final Duration AFTER_FORCE = Duration.ofSeconds(10);

    private Termination() {}

    /** Returns when the process is gone. */
    public static void of(ProcessHandle process, Duration bound) {
        process.destroy();
        if (!gone(process, bound)) {
            byForce(process);
        }
    }

    /** Returns when the process is gone, without asking it. */
    public static void byForce(ProcessHandle process) {
        process.destroyForcibly();
        gone(process, AFTER_FORCE);
    }

    private static boolean gone(ProcessHandle process, Duration bound) {
        try {
            process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
