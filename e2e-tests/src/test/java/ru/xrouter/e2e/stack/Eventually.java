package ru.xrouter.e2e.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens elsewhere: asks again and again, up to a bound, and never longer than needed. */
public final class Eventually {
    /** How long the stack may take to settle a generation. */
    public static final Duration USUALLY = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** Waits until the condition holds. */
    public static void holds(String what, Duration within, BooleanSupplier condition) {
        get(what, within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits for a value. */
    public static <T> T get(String what, Supplier<Optional<T>> source) {
        return get(what, USUALLY, source);
    }

    /** Waits for a value, so long at most. */
    public static <T> T get(String what, Duration within, Supplier<Optional<T>> source) {
        var end = System.nanoTime() + within.toNanos();
        while (true) {
            var value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within %s: %s".formatted(within, what));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
