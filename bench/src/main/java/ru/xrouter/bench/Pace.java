package ru.xrouter.bench;

import java.time.Duration;

/**
 * How long everything takes: the whole benchmark, or one minute of it.
 *
 * @param warmUpRound one round of warming a target up
 * @param warmUp how long each load runs before its window
 */
record Pace(boolean quick, double perSecond, Duration warmUpRound, Duration warmUp, Duration window) {
    static Pace whole(double perSecond) {
        return new Pace(false, perSecond, Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(15));
    }

    /** For a glance while developing: too short for the JIT compiler, so the figures are too high. */
    static Pace quick(double perSecond) {
        return new Pace(true, perSecond, Duration.ofSeconds(8), Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    /** The same, for targets that are warm sooner: a quick run gives them half the time. */
    Pace soonWarm() {
        return new Pace(quick, perSecond, quick ? warmUpRound.dividedBy(2) : warmUpRound, warmUp, window);
    }
}
