package ru.xrouter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.machine.Processes;
import ru.xrouter.bench.machine.Processes.Usage;
import ru.xrouter.bench.machine.Profile;
import ru.xrouter.bench.machine.Window;
import ru.xrouter.bench.target.Target;

/**
 * What one adapter's process spends on a saturating load. The CPU time is measured first; what it is spent on is sampled
 * in a window of its own, because sampling costs too.
 *
 * @param micros CPU microseconds of the adapter's process, for each answer or each chunk
 * @param json the part of it that is spent in Jackson
 * @param ours the part of it that is spent in our code besides
 * @param samples how many samples the parts stand on
 */
record AdapterCost(
        String process, Scenario scenario, double micros, double json, double ours, long samples, long failed) {

    private static final String JSON = "com.fasterxml.jackson.";
    private static final String OURS = "ru.xrouter.";

    /** Measures one scenario at a target whose requests that adapter serves. */
    static AdapterCost of(String process, Scenario scenario, Generator generator, Target target, Pace pace, Path state)
            throws IOException {
        var pid = Processes.pid(state, process);
        var window = new Window(new Processes(Map.of(process, pid)));
        var measured = scenario.run(generator, target, pace, window);
        var profile = new Profile(pid, state, List.of(JSON, OURS));
        var sampled = scenario.run(generator, target, pace, profile);
        var units = scenario == Scenario.STREAMS ? measured.chunks() : measured.completed();
        return new AdapterCost(
                process,
                scenario,
                (double) window.used().getOrDefault(process, Usage.NONE).micros() / units,
                profile.part(JSON),
                profile.part(OURS),
                profile.samples(),
                measured.failed() + sampled.failed());
    }
}
