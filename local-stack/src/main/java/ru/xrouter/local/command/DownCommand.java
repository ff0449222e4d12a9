package ru.xrouter.local.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import ru.xrouter.local.run.Console;
import ru.xrouter.local.run.LeftoverProcesses;
import ru.xrouter.local.run.Termination;
import ru.xrouter.local.state.RunFile;

/** Stops a stack that runs, and whatever is left of one whose supervisor was killed. */
@Command(name = "down", description = "Stops everything.")
public final class DownCommand implements Callable<Integer> {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

    @Override
    public Integer call() throws IOException {
        var console = Console.terminal();
        var state = Surroundings.state();
        var supervisor = new Supervisor(state);
        var leftovers = new LeftoverProcesses(state);
        var running = supervisor.process();
        if (running.isEmpty() && !leftovers.exist()) {
            console.line("Nothing runs.");
        }
        if (running.isPresent()) {
            Termination.of(running.get(), LONGEST_STOP);
            console.line("Stopped.");
        }
        leftovers.stop(console);
        RunFile.remove(state);
        supervisor.resign();
        return 0;
    }
}
