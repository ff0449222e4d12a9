package ru.xrouter.router.health;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The last minutes of one candidate, forgotten slot by slot. Of one size; for several threads, none of which waits long. */
final class Window {
    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final int SLOTS = 10;
    private static final long SLOT_MILLIS = LENGTH.toMillis() / SLOTS;

    private final @Nullable Tally[] slots = new Tally[SLOTS];
    private final long[] numbers = new long[SLOTS];

    synchronized void record(long nowMillis, Consumer<Tally> what) {
        var number = nowMillis / SLOT_MILLIS;
        var place = (int) (number % SLOTS);
        var tally = slots[place];
        if (tally == null || numbers[place] != number) {
            tally = new Tally();
            slots[place] = tally;
            numbers[place] = number;
        }
        what.accept(tally);
    }

    /** What is not yet forgotten. */
    synchronized Tally sum(long nowMillis) {
        var number = nowMillis / SLOT_MILLIS;
        var sum = new Tally();
        for (int i = 0; i < SLOTS; i++) {
            var tally = slots[i];
            if (tally != null && numbers[i] > number - SLOTS && numbers[i] <= number) {
                sum.add(tally);
            }
        }
        return sum;
    }
}
