package ru.xrouter.local.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ru.xrouter.local.run.Console;
import ru.xrouter.local.run.Control;

/** Asks the running stack to start one process anew. */
@Command(name = "restart", description = "Stops one process if it runs, and starts it.")
public final class RestartCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofSeconds(150);

    @Parameters(paramLabel = "service", description = "For example router-service.")
    private String service = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        var console = Console.terminal();
        var state = Surroundings.state();
        var supervisor = new Supervisor(state).process();
        if (supervisor.isEmpty()) {
            console.bad("Nothing runs; ./xrouter up starts it.");
            return 1;
        }
        var reply = new Control(state).ask(service, supervisor.get(), LONGEST);
        if (reply.isEmpty() || reply.get().startsWith("failed")) {
            console.bad(reply.orElse("no answer from the running stack"));
            return 1;
        }
        console.good(reply.get());
        return 0;
    }
}
