package ru.xrouter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ru.xrouter.bench.billing.Settling;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.machine.Machine;
import ru.xrouter.bench.machine.Processes;
import ru.xrouter.bench.machine.StartTimes;
import ru.xrouter.bench.machine.Window;
import ru.xrouter.bench.target.NginxChain;
import ru.xrouter.bench.target.RunningStack;
import ru.xrouter.bench.target.Target;

/** {@code ./xrouter bench}: the same load straight to the simulator, through nginx, and through XRouter. */
@Command(
        name = "./xrouter bench",
        mixinStandardHelpOptions = true,
        description = "Loads the running stack and tells what a request costs. Start it first: ./xrouter up")
final class Bench implements Callable<Integer> {
    private static final List<String> XROUTER_HOPS = List.of("gateway-service", "router-service", "provider-gigachat");

    @Option(names = "--quick", description = "One minute, for a glance; nothing is written.")
    private boolean quick;

    @Option(names = "--rate", description = "Requests a second of the constant rate (default: ${DEFAULT-VALUE}).")
    private double rate = 500;

    @Option(names = "--without-nginx", description = "Leave out the chain of nginx proxies.")
    private boolean withoutNginx;

    @Option(
            names = "--billing",
            paramLabel = "EVENTS",
            description = "Only fill the stream with so many usage events and tell how fast billing settles them.")
    private int billing;

    @Option(names = "--router-cost", description = "Only tell what a hold and a usage event cost the router.")
    private boolean routerCost;

    @Option(names = "--state", required = true, hidden = true)
    private Path state = Path.of("");

    @Option(names = "--checkout", required = true, hidden = true)
    private Path checkout = Path.of("");

    private final List<Result> results = new ArrayList<>();
    private final List<AdapterCost> adapters = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            if (billing > 0) {
                System.out.println(
                        new Settling(RunningStack.in(state).redis(), Processes.of(state, Map.of())).measure(billing));
            } else if (routerCost) {
                System.out.println(onlyRouterCost());
            } else {
                measure();
            }
            return 0;
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e);
            return 1;
        }
    }

    private String onlyRouterCost() throws IOException, InterruptedException {
        var pace = quick ? Pace.quick(rate) : Pace.whole(rate);
        var stack = RunningStack.in(state);
        var xrouter = stack.xrouter();
        try (var generator = new Generator()) {
            warmUp(generator, xrouter, Processes.of(state, Map.of()), XROUTER_HOPS, pace);
            return RouterCost.of(generator, stack, xrouter, pace, state).text();
        }
    }

    private void measure() throws IOException, InterruptedException {
        var pace = quick ? Pace.quick(rate) : Pace.whole(rate);
        var stack = RunningStack.in(state);
        var machine = Machine.here(checkout);
        var idle = Processes.of(state, Map.of()).usage();
        var xrouter = stack.xrouter();
        RouterCost cost;
        try (var generator = new Generator()) {
            var direct = stack.simulator();
            at(generator, direct, List.of(), Map.of(), pace.soonWarm());
            throughNginx(generator, stack, direct, pace);
            at(generator, xrouter, XROUTER_HOPS, Map.of(), pace);
            cost = RouterCost.of(generator, stack, xrouter, pace, state);
            adapter("provider-gigachat", generator, xrouter, pace);
            var yandexGpt = stack.yandexGptThrough(xrouter);
            warmUp(generator, yandexGpt, Processes.of(state, Map.of()), List.of("provider-yandexgpt"), pace);
            adapter("provider-yandexgpt", generator, yandexGpt, pace);
        }
        var text =
                new Report(machine, pace, results, cost, adapters, idle, StartTimes.in(state.resolve("logs"))).text();
        System.out.println(text);
        if (!quick) {
            append(text);
        }
    }

    private void throughNginx(Generator generator, RunningStack stack, Target direct, Pace pace)
            throws IOException, InterruptedException {
        var program = NginxChain.program();
        if (withoutNginx || program.isEmpty()) {
            say("nginx × 3: skipped, " + (withoutNginx ? "as asked" : "nginx is not installed"));
            return;
        }
        try (var chain = NginxChain.start(program.get(), state.resolve("bench"), stack.simulatorPort())) {
            at(generator, chain.through(direct), chain.pids().keySet(), chain.pids(), pace.soonWarm());
        }
    }

    private void at(
            Generator generator, Target target, Collection<String> hops, Map<String, Long> moreProcesses, Pace pace)
            throws IOException {
        var processes = Processes.of(state, moreProcesses);
        warmUp(generator, target, processes, hops, pace);
        for (var scenario : Scenario.values()) {
            if (scenario.belongsTo(pace)) {
                var window = new Window(processes);
                var measured = scenario.run(generator, target, pace, window);
                var result = new Result(
                        target.name(), scenario, List.copyOf(hops), measured, window.used(), window.otherMicros());
                results.add(result);
                say("%s: %s".formatted(target, Report.line(result)));
            }
        }
    }

    private static void warmUp(
            Generator generator, Target target, Processes processes, Collection<String> hops, Pace pace) {
        var begun = System.nanoTime();
        // Between generator and simulator there may be nothing; then the simulator is what warms up.
        new WarmUp(generator, target, processes, hops.isEmpty() ? List.of("provider-simulator") : hops).run(pace);
        say("%s: warmed up for %d s"
                .formatted(target, Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
    }

    private void adapter(String process, Generator generator, Target target, Pace pace) throws IOException {
        for (var scenario : List.of(Scenario.SATURATED, Scenario.STREAMS)) {
            var cost = AdapterCost.of(process, scenario, generator, target, pace, state);
            adapters.add(cost);
            say("%s, %s: %.1f µs, %.0f %% of it JSON".formatted(process, scenario, cost.micros(), 100 * cost.json()));
        }
    }

    private void append(String text) throws IOException {
        var file = checkout.resolve("docs/performance/results.md");
        Files.createDirectories(checkout.resolve("docs/performance"));
        if (!Files.exists(file)) {
            Files.writeString(
                    file, "# Results\n\nEach run of `./xrouter bench` adds a section; [how to read it](README.md).\n");
        }
        Files.writeString(file, "\n" + text, StandardOpenOption.APPEND);
        say("Added to " + file);
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
