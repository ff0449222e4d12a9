package ru.xrouter.local.run;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ru.xrouter.local.plan.Launch;
import ru.xrouter.local.plan.Part;

/** A child process with its output in a log file. */
final class LaunchedProcess implements Member {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);
    private static final int LINES_SHOWN = 20;
    private static final int SIGNAL_BASE = 128;

    private final Part part;
    private final LaunchSource launch;
    private final Readiness readiness;
    private final LogFile log;
    private final Duration longestStop;
    private volatile @Nullable Process process;

    /** Where the command comes from; asked anew at each start. */
    @FunctionalInterface
    interface LaunchSource {
        Launch get() throws IOException, StartFailedException;
    }

    LaunchedProcess(Part part, LaunchSource launch, Readiness readiness, LogFile log, Duration longestStop) {
        this.part = part;
        this.launch = launch;
        this.readiness = readiness;
        this.log = log;
        this.longestStop = longestStop;
    }

    @Override
    public Part part() {
        return part;
    }

    @Override
    public LogFile log() {
        return log;
    }

    @Override
    public void launch() throws IOException, StartFailedException {
        var wanted = launch.get();
        log.bound();
        var builder = new ProcessBuilder(wanted.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(wanted.environment());
        process = builder.start();
    }

    @Override
    public void awaitReady() throws StartFailedException, InterruptedException {
        var latest = Instant.now().plus(LONGEST_START);
        while (!readiness.isReady()) {
            var running = process;
            if (running == null || running.waitFor(BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("stopped while starting: "
                        + (running == null ? "never started" : describe(running.exitValue())));
            }
            if (Instant.now().isAfter(latest)) {
                throw failed("was not ready after " + Console.seconds(LONGEST_START));
            }
        }
    }

    @Override
    public void stop() {
        var running = process;
        if (running != null) {
            Termination.of(running.toHandle(), longestStop);
        }
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.ofNullable(process).map(Process::toHandle).filter(ProcessHandle::isAlive);
    }

    @Override
    public CompletableFuture<String> ended() {
        var running = process;
        return running == null
                ? new CompletableFuture<>()
                : running.onExit().thenApply(ended -> describe(ended.exitValue()));
    }

    static String describe(int exitValue) {
        return exitValue > SIGNAL_BASE ? "killed by signal " + (exitValue - SIGNAL_BASE) : "exit code " + exitValue;
    }

    private StartFailedException failed(String how) {
        try {
            return new StartFailedException(
                    "%s %s. Last lines of %s:".formatted(part.label(), how, log.path()), log.tail(LINES_SHOWN));
        } catch (IOException e) {
            return new StartFailedException(part.label() + " " + how, List.of(e.toString()));
        }
    }
}
