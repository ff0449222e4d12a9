package ru.xrouter.bench;

import java.time.Duration;
import ru.xrouter.bench.load.Generator;
import ru.xrouter.bench.load.Measured;
import ru.xrouter.bench.target.Target;

/** One kind of load. */
enum Scenario {
    /** Whole answers at a constant rate from a provider that takes no time. */
    CONSTANT_RATE(true) {
        @Override
        Measured run(Generator generator, Target target, Pace pace, Generator.Observer observer) {
            return generator.constantRate(target.plain(""), pace.perSecond(), pace.warmUp(), pace.window(), observer);
        }
    },
    /** Whole answers as fast as they come, on 64 connections. */
    SATURATED(true) {
        @Override
        Measured run(Generator generator, Target target, Pace pace, Generator.Observer observer) {
            return generator.alwaysBusy(
                    target.plain(""), 64, Duration.ofMillis(200), pace.warmUp(), pace.window(), observer);
        }
    },
    /** Streams of 100 chunks, 10 ms apart, 50 at a time. */
    STREAMS(true) {
        @Override
        Measured run(Generator generator, Target target, Pace pace, Generator.Observer observer) {
            return generator.alwaysBusy(
                    target.streamed("tokens=300 chunks=100 gap=10ms"),
                    50,
                    Duration.ofSeconds(1),
                    pace.warmUp(),
                    pace.window(),
                    observer);
        }
    },
    /** Whole answers at a constant rate from a provider that takes 200 ms. */
    REALISTIC(false) {
        @Override
        Measured run(Generator generator, Target target, Pace pace, Generator.Observer observer) {
            return generator.constantRate(
                    target.plain("latency=200ms"), pace.perSecond(), pace.warmUp(), pace.window(), observer);
        }
    },
    /** 1,000 streams open at the same time, a chunk each half second. */
    OPEN_STREAMS(false) {
        @Override
        Measured run(Generator generator, Target target, Pace pace, Generator.Observer observer) {
            return generator.alwaysBusy(
                    target.streamed("tokens=600 chunks=200 gap=500ms"),
                    OPEN,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(8),
                    pace.window(),
                    observer);
        }
    };

    static final int OPEN = 1000;

    private final boolean quick;

    Scenario(boolean quick) {
        this.quick = quick;
    }

    abstract Measured run(Generator generator, Target target, Pace pace, Generator.Observer observer);

    boolean belongsTo(Pace pace) {
        return quick || !pace.quick();
    }
}
