package ru.xrouter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.load.Measured;
import ru.xrouter.bench.machine.Processes;
import ru.xrouter.bench.machine.Processes.Usage;
import ru.xrouter.bench.machine.Window;
import ru.xrouter.bench.target.RunningStack;
import ru.xrouter.bench.target.Target;

/**
 * What a hold and a usage event cost the router, as differences of four loads of the same rate, each of which does one thing more.
 * All in CPU microseconds of the router's process for a request.
 *
 * @param refused a request for a model that there is not: read, and refused before its hold
 * @param denied a request whose account has no credit: read, planned, asked for a hold, refused
 * @param counted a request for tokens: read, planned, sent to the adapter, answered
 * @param served a chat: all of that, with its hold and its event
 * @param failed requests that did not end as they should; with any the figures are worthless
 */
record RouterCost(double perSecond, double refused, double denied, double counted, double served, long failed) {
    private static final String ROUTER = "router-service";
    /** Busy, and far enough from what the machine can do that no load changes the others' pace. */
    private static final double RATE = 1_500;

    static RouterCost of(Generator generator, RunningStack stack, Target xrouter, Pace pace, Path state)
            throws IOException, InterruptedException {
        var processes = new Processes(Map.of(ROUTER, Processes.pid(state, ROUTER)));
        var warmUp = pace.warmUpRound().multipliedBy(2);
        var refused = Load.of(generator, stack.withoutModel(xrouter), warmUp, pace, processes);
        var denied = Load.of(generator, stack.withoutCredit(), warmUp, pace, processes);
        var counted = Load.of(generator, stack.tokenize(xrouter), warmUp, pace, processes);
        var served = Load.of(generator, xrouter, warmUp, pace, processes);
        return new RouterCost(
                RATE,
                refused.micros(),
                denied.micros(),
                counted.micros(),
                served.micros(),
                refused.failed() + denied.failed() + counted.failed() + served.failed());
    }

    /** At most what a hold costs: planning the route and writing the refusal are in it. */
    double hold() {
        return denied - refused;
    }

    /** At most what an event costs: settling, and writing the cost into the answer, are in it. */
    double event() {
        return served - counted - hold();
    }

    /** Its section of the report. */
    String text() {
        return String.format(Locale.ROOT, """
                ### Router: what a hold and an event cost

                | load, %.0f a second | CPU µs of the router per request |
                |---|---|
                | refused before the hold | %.0f |
                | refused by the hold | %.0f |
                | answered without a hold and an event | %.0f |
                | answered with both | %.0f |

                A hold: at most %.0f µs. An event: at most %.0f µs. Failed: %d.

                """, perSecond, refused, denied, counted, served, hold(), event(), failed);
    }

    private record Load(double micros, long failed) {
        static Load of(Generator generator, Target target, Duration warmUp, Pace pace, Processes processes) {
            var window = new Window(processes);
            Measured measured = generator.constantRate(target.plain(""), RATE, warmUp, pace.window(), window);
            var used = window.used().getOrDefault(ROUTER, Usage.NONE);
            return new Load((double) used.micros() / measured.completed(), measured.failed() + measured.unanswered());
        }
    }
}
