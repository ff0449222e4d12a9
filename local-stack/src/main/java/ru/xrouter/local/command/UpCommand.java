package ru.xrouter.local.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.LaunchPlan;
import ru.xrouter.local.plan.Part;
import ru.xrouter.local.plan.Ports;
import ru.xrouter.local.plan.Providers;
import ru.xrouter.local.run.Console;
import ru.xrouter.local.run.Control;
import ru.xrouter.local.run.LeftoverProcesses;
import ru.xrouter.local.run.Mailbox;
import ru.xrouter.local.run.Stack;
import ru.xrouter.local.run.StartFailedException;
import ru.xrouter.local.state.RunFile;
import ru.xrouter.local.state.SecretsFile;
import ru.xrouter.local.state.StateDirectory;
import ru.xrouter.local.welcome.FirstAccount;
import ru.xrouter.local.welcome.Operator;
import ru.xrouter.local.welcome.Welcome;

/** Starts everything, tells how to use it, and stays until it is told to stop. */
@Command(name = "up", description = "Starts everything and stays; Ctrl-C stops it.")
public final class UpCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOG_CHECKS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_MAILS = Duration.ofSeconds(1);
    private static final String WELCOME = "welcome.txt";
    private static final int FAILED = 1;

    private final Console console = Console.terminal();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();

    @Option(names = "--reset", description = "Forget all data, logs and secrets first.")
    private boolean reset;

    @Option(names = "--port-offset", description = "Move every port by this much.", paramLabel = "N")
    private int portOffset;

    @Option(
            names = "--replicas",
            description = "Run every service this many times, behind nginx.",
            paramLabel = "N",
            defaultValue = "1")
    private int replicas;

    @Option(names = "--monitoring", description = "Start Prometheus beside everything, with the chart's rules.")
    private boolean monitoring;

    @Option(names = "--detach", description = "Return when everything is ready; ./xrouter down stops it.")
    private boolean detach;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            return up();
        } catch (StartFailedException e) {
            show(e);
            return FAILED;
        } catch (IllegalArgumentException e) {
            console.bad(String.valueOf(e.getMessage()));
            return FAILED;
        }
    }

    private void show(StartFailedException e) {
        console.bad(String.valueOf(e.getMessage()), e.details());
    }

    private int up() throws IOException, InterruptedException, StartFailedException {
        if (replicas < 1 || replicas > Part.MOST_REPLICAS) {
            throw new IllegalArgumentException(
                    "--replicas must be between 1 and %d, not %d".formatted(Part.MOST_REPLICAS, replicas));
        }
        var ports = new Ports(portOffset);
        var state = Surroundings.state();
        state.create();
        var supervisor = new Supervisor(state);
        if (!supervisor.claim()) {
            console.bad("It runs already. ./xrouter status shows it, ./xrouter down stops it.");
            return FAILED;
        }
        var begun = Instant.now();
        prepare(state);
        var plan = plan(state, ports);
        var stack = new Stack(plan, console);
        stack.checkPorts();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, supervisor, state), "stop"));
        try {
            stack.start();
            welcome(plan, begun);
        } catch (StartFailedException e) {
            show(e);
            stop(stack, supervisor, state);
            return FAILED;
        }
        watch(stack, state);
        return 0;
    }

    private void prepare(StateDirectory state) throws IOException {
        RunFile.remove(state);
        state.remove(WELCOME);
        new LeftoverProcesses(state).stop(console);
        if (reset) {
            state.reset();
        }
        new Control(state).clear();
    }

    private LaunchPlan plan(StateDirectory state, Ports ports) throws IOException {
        var environment = System.getenv();
        return new LaunchPlan(
                Surroundings.java(),
                Surroundings.checkout(),
                state,
                ports,
                SecretsFile.readOrCreate(state),
                Providers.from(environment),
                replicas,
                monitoring,
                environment);
    }

    private void welcome(LaunchPlan plan, Instant begun)
            throws IOException, StartFailedException, InterruptedException {
        var operator = new Operator(
                plan.ports().url(Component.AUTH),
                plan.ports().url(Component.BILLING),
                plan.secrets().serviceToken());
        var issued = new FirstAccount(operator, plan.state()).issue();
        var text = new Welcome(plan.ports(), plan.components(), plan.state().root(), issued.key()).text();
        plan.state().write(WELCOME, text);
        console.good("everything is ready after %d s"
                .formatted(Duration.between(begun, Instant.now()).toSeconds()));
        if (!detach) {
            console.line(text);
        }
        new RunFile(
                        ProcessHandle.current().pid(),
                        plan.ports().url(Component.GATEWAY).toString(),
                        plan.ports().offset(),
                        plan.parts().stream().map(Part::label).toList(),
                        issued.accountId(),
                        issued.key())
                .write(plan.state());
    }

    /** Answers requests, keeps logs short, shows e-mails to whoever sits at the terminal, and leaves when the terminal's script is gone. */
    private void watch(Stack stack, StateDirectory state) throws IOException, InterruptedException {
        var control = new Control(state);
        var starter = detach
                ? Optional.<ProcessHandle>empty()
                : ProcessHandle.current().parent();
        var nextLogCheck = Instant.now();
        var mailbox = new Mailbox(state.directory("mail"), console);
        var nextMail = Instant.now();
        while (!stopped.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
            control.serve(request -> answer(stack, request));
            if (Instant.now().isAfter(nextLogCheck)) {
                stack.boundLogs();
                nextLogCheck = Instant.now().plus(BETWEEN_LOG_CHECKS);
            }
            if (starter.isPresent() && Instant.now().isAfter(nextMail)) {
                mailbox.look();
                nextMail = Instant.now().plus(BETWEEN_MAILS);
            }
            if (starter.isPresent() && !starter.get().isAlive()) {
                return;
            }
        }
    }

    private static String answer(Stack stack, String request) {
        return Part.labelled(request).map(stack::restart).orElse("failed: there is no component " + request);
    }

    private void stop(Stack stack, Supervisor supervisor, StateDirectory state) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        try {
            console.line("Stopping …");
            RunFile.remove(state);
            stack.stop();
            state.remove(WELCOME);
            supervisor.resign();
            console.line("Stopped; data and logs are kept in " + state.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stopped.countDown();
        }
    }
}
