package ru.xrouter.bench;

import java.time.Duration;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.target.Target;

/** Gives every process the time to compile what the scenarios use, whole answers and streams. */
record WarmUp(Generator generator, Target target, Pace pace) {
    private static final Generator.Observer NOBODY = new Generator.Observer() {
        @Override
        public void windowBegins() {}

        @Override
        public void windowEnds() {}
    };

    void run() {
        var part = pace.firstWarmUp().dividedBy(5);
        generator.alwaysBusy(target.plain(""), 32, Duration.ZERO, Duration.ZERO, part.multipliedBy(2), NOBODY);
        generator.alwaysBusy(
                target.streamed("tokens=300 chunks=100 gap=2ms"),
                20,
                Duration.ZERO,
                Duration.ZERO,
                part.multipliedBy(2),
                NOBODY);
        generator.constantRate(target.plain(""), pace.perSecond(), Duration.ZERO, part, NOBODY);
    }
}
