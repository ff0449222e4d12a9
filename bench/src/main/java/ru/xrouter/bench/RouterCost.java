package ru.xrouter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.load.Measured;
import ru.xrouter.bench.machine.Processes;
import ru.xrouter.bench.machine.Processes.Usage;
import ru.xrouter.bench.machine.Profile;
import ru.xrouter.bench.machine.Window;
import ru.xrouter.bench.target.RunningStack;
import ru.xrouter.bench.target.Target;

/**
 * What a hold and a usage event cost the router, in CPU microseconds of its process for a request: by what its threads are seen
 * doing while it answers, and the hold by the difference of two loads too.
 *
 * @param refused a request for a model that there is not: read, and refused before its hold
 * @param denied a request whose account has no credit: read, planned, asked for a hold, refused
 * @param answered a chat completion
 * @param hold the part of the samples of answers in which a hold is asked for, or its answer is taken
 * @param event the same of the usage event
 * @param replies the part in which Redis's replies are read, before it is known whose they are
 * @param failed requests that did not end as they should; with any the figures are worthless
 */
record RouterCost(
        double refused,
        double denied,
        double answered,
        double hold,
        double event,
        double replies,
        long samples,
        long failed) {
    private static final String ROUTER = "router-service";
    private static final String HOLD = "ru.xrouter.router.hold.";
    private static final String EVENT = "ru.xrouter.router.usage.";
    private static final String REPLIES = "io.vertx.redis.";
    /** Busy, and far enough from what the machine can do that no load changes the others' pace. */
    private static final double RATE = 1_500;

    static RouterCost of(Generator generator, RunningStack stack, Target xrouter, Pace pace, Path state)
            throws IOException, InterruptedException {
        var pid = Processes.pid(state, ROUTER);
        var load = new Load(generator, pace, new Processes(Map.of(ROUTER, pid)));
        var refused = load.at(stack.withoutModel(xrouter));
        var denied = load.at(stack.withoutCredit());
        var answered = load.at(xrouter);
        // Sampling costs too, so it has a window of its own.
        var profile = new Profile(pid, state, List.of(EVENT, HOLD, REPLIES));
        var sampled = load.run(xrouter, Duration.ofSeconds(1), profile);
        return new RouterCost(
                refused.micros(),
                denied.micros(),
                answered.micros(),
                profile.part(HOLD),
                profile.part(EVENT),
                profile.part(REPLIES),
                profile.samples(),
                refused.failed() + denied.failed() + answered.failed() + sampled.failed());
    }

    /** Its section of the report. */
    String text() {
        return String.format(
                Locale.ROOT,
                """
                ### Router: what a hold and an event cost

                | %.0f a second | CPU µs of the router |
                |---|---|
                | an answer | %.0f |
                | of it the hold | %.1f |
                | of it the event | %.1f |
                | of it Redis's replies to both | %.1f |
                | a refusal by the hold, less a refusal before it | %.0f |

                By %d samples. Failed: %d.

                """,
                RATE,
                answered,
                hold * answered,
                event * answered,
                replies * answered,
                denied - refused,
                samples,
                failed);
    }

    private record Used(double micros, long failed) {}

    private record Load(Generator generator, Pace pace, Processes processes) {
        Used at(Target target) {
            var window = new Window(processes);
            var measured = run(target, pace.warmUpRound().multipliedBy(2), window);
            var used = window.used().getOrDefault(ROUTER, Usage.NONE);
            return new Used((double) used.micros() / measured.completed(), measured.failed() + measured.unanswered());
        }

        Measured run(Target target, Duration warmUp, Generator.Observer observer) {
            return generator.constantRate(target.plain(""), RATE, warmUp, pace.window(), observer);
        }
    }
}
