package ru.xrouter.router.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Health as it would have been measured. */
public final class HealthForTests {
    private final Map<Served, Tally> seen = new HashMap<>();

    public Health health() {
        return Health.of(List.of(seen));
    }

    /** Answers that were not streamed, of so many milliseconds each. */
    public HealthForTests whole(String model, String provider, int times, long millis) {
        return add(model, provider, times, tally -> {
            tally.answered();
            tally.whole(millis);
        });
    }

    /** Streamed answers, whose first tokens came after so many milliseconds each. */
    public HealthForTests streamed(String model, String provider, int times, long millis) {
        return add(model, provider, times, tally -> {
            tally.answered();
            tally.firstToken(millis);
        });
    }

    public HealthForTests generated(String model, String provider, int times, long tokens, long millis) {
        return add(model, provider, times, tally -> {
            tally.answered();
            tally.generated(tokens, millis);
        });
    }

    public HealthForTests failed(String model, String provider, int times) {
        return add(model, provider, times, Tally::failed);
    }

    private HealthForTests add(String model, String provider, int times, Consumer<Tally> what) {
        var tally = seen.computeIfAbsent(new Served(model, provider), _ -> new Tally());
        for (int i = 0; i < times; i++) {
            what.accept(tally);
        }
        return this;
    }
}
