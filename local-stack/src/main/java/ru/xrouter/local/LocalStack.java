package ru.xrouter.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import ru.xrouter.local.command.DownCommand;
import ru.xrouter.local.command.KillCommand;
import ru.xrouter.local.command.RestartCommand;
import ru.xrouter.local.command.StatusCommand;
import ru.xrouter.local.command.UpCommand;

/** Entry point behind the {@code xrouter} script, which says where the checkout and the state are. */
@Command(
        name = "xrouter",
        description = "Runs the whole product on this machine.",
        subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, RestartCommand.class, KillCommand.class
        })
public final class LocalStack {
    private LocalStack() {}

    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(new CommandLine(new LocalStack()).execute(arguments));
    }
}
