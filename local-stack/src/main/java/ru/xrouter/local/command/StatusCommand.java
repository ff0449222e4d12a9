package ru.xrouter.local.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.plan.Ports;
import ru.xrouter.local.run.Console;
import ru.xrouter.local.run.Readiness;
import ru.xrouter.local.state.PidFiles;
import ru.xrouter.local.state.RunFile;

/** Tells which processes run and serve; the exit code is 0 only when all do. */
@Command(name = "status", description = "Shows every process.")
public final class StatusCommand implements Callable<Integer> {
    private static final int NOT_ALL_RUN = 3;

    private final Console console = Console.terminal();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var state = Surroundings.state();
        var run = RunFile.read(state);
        var supervisor = new Supervisor(state).process();
        if (supervisor.isEmpty()) {
            console.line("Nothing runs; ./xrouter up starts it.");
            return NOT_ALL_RUN;
        }
        if (run.isEmpty()) {
            console.line("It is starting or stopping (pid %d)."
                    .formatted(supervisor.get().pid()));
            return NOT_ALL_RUN;
        }
        return table(run.get(), new PidFiles(state)) ? 0 : NOT_ALL_RUN;
    }

    private boolean table(RunFile run, PidFiles pids) throws IOException, InterruptedException {
        var ports = new Ports(run.portOffset());
        var all = true;
        console.line("  %-20s %-6s %8s %6s  %s".formatted("process", "state", "pid", "port", "up for"));
        for (var part : Part.all().toList()) {
            if (run.components().contains(part.label())) {
                all &= row(part, ports, pids);
            }
        }
        return all;
    }

    private boolean row(Part part, Ports ports, PidFiles pids) throws IOException, InterruptedException {
        var process = pids.find(part.label());
        var serves = process.isPresent() && serves(part, ports);
        var text = "%-20s %-6s %8s %6d  %s"
                .formatted(
                        part.label(),
                        process.isEmpty() ? "down" : serves ? "ready" : "not ready",
                        process.map(running -> Long.toString(running.pid())).orElse("-"),
                        ports.of(part),
                        process.flatMap(running -> running.info().startInstant())
                                .map(StatusCommand::age)
                                .orElse("-"));
        if (serves) {
            console.good(text);
        } else {
            console.bad(text);
        }
        return serves;
    }

    private static boolean serves(Part part, Ports ports) throws InterruptedException {
        return !part.component().isService()
                || Readiness.http(ports.readiness(part)).isReady();
    }

    private static String age(Instant start) {
        var age = Duration.between(start, Instant.now());
        return "%d:%02d:%02d".formatted(age.toHours(), age.toMinutesPart(), age.toSecondsPart());
    }
}
