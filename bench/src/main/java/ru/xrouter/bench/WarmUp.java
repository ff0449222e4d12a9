package ru.xrouter.bench;

import java.time.Duration;
import java.util.Collection;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.load.Measured;
import ru.xrouter.bench.machine.Processes;
import ru.xrouter.bench.machine.Processes.Usage;
import ru.xrouter.bench.machine.Window;
import ru.xrouter.bench.target.Target;

/**
 * Loads a target with whole answers and streams, round after round, until an answer costs its hops no less than in the
 * round before: from then on what is measured is the code, not the JIT compiler at work.
 *
 * @param hops the processes between the generator and the simulator
 */
record WarmUp(Generator generator, Target target, Processes processes, Collection<String> hops) {
    /** A round that is cheaper by less than this part is as cheap as the one before. */
    private static final double SAME = 0.05;

    private static final int LEAST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 15;

    /** Warms the target up: at least three rounds and at most two and a half minutes; when quick, one short round. */
    void run(Pace pace) {
        var before = Double.POSITIVE_INFINITY;
        for (var round = 1; round <= MOST_ROUNDS; round++) {
            var cost = round(pace);
            if (pace.quick() || (round >= LEAST_ROUNDS && cost >= before * (1 - SAME))) {
                return;
            }
            before = cost;
        }
    }

    /** CPU microseconds of the hops for one whole answer. */
    private double round(Pace pace) {
        var part = pace.warmUpRound().dividedBy(5);
        var window = new Window(processes);
        var whole = busy(target.plain(""), 32, part.multipliedBy(2), window);
        busy(target.streamed("tokens=300 chunks=100 gap=2ms"), 20, part.multipliedBy(2), new Window(processes));
        generator.constantRate(target.plain(""), pace.perSecond(), Duration.ZERO, part, new Window(processes));
        return micros(window, whole);
    }

    private Measured busy(Generator.Shot shot, int connections, Duration time, Window window) {
        return generator.alwaysBusy(shot, connections, Duration.ZERO, Duration.ZERO, time, window);
    }

    private double micros(Window window, Measured whole) {
        var used = window.used();
        var micros = hops.stream()
                .mapToDouble(hop -> used.getOrDefault(hop, Usage.NONE).micros())
                .sum();
        return micros / Math.max(1, whole.completed());
    }
}
