package ru.xrouter.local.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ru.xrouter.local.run.Console;
import ru.xrouter.local.run.Termination;
import ru.xrouter.local.state.PidFiles;

/** Kills one process without warning, as a crash would. */
@Command(name = "kill", description = "Kills one process (SIGKILL), to see what happens.")
public final class KillCommand implements Callable<Integer> {
    @Parameters(paramLabel = "service", description = "For example router-service.")
    private String service = "";

    @Override
    public Integer call() throws IOException {
        var console = Console.terminal();
        var running = new PidFiles(Surroundings.state()).find(service);
        if (running.isEmpty()) {
            console.bad(service + " does not run");
            return 1;
        }
        Termination.byForce(running.get());
        console.line("killed %s (pid %d)".formatted(service, running.get().pid()));
        return 0;
    }
}
