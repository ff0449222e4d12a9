package ru.xrouter.e2e.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import ru.xrouter.e2e.stack.Stack;

/** All that goes wrong in a stack, in a random order in which everything has its turn before anything has a second one. */
public final class Disruptions {
    private static final List<String> SERVICES =
            List.of("router-service", "billing-service", "gateway-service", "provider-gigachat", "provider-yandexgpt");

    private final Stack stack;
    private final Random random;
    private final List<Disruption> all = new ArrayList<>();
    private final Deque<Disruption> next = new ArrayDeque<>();
    private final List<Long> lossesOfData = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    /** One thing that goes wrong, and what mends it. */
    public record Disruption(String name, Runnable begin, Runnable mend) {}

    public Disruptions(Stack stack, Random random) {
        this.stack = stack;
        this.random = random;
        var processes = stack.processes();
        for (var service : SERVICES) {
            all.add(killed(service));
            all.add(new Disruption(service + " stopped", () -> processes.restart(service), () -> {}));
        }
        all.add(killed("postgres"));
        all.add(killed("redis"));
        all.add(new Disruption("redis killed and without its data", this::loseRedis, () -> processes.restart("redis")));
        for (var service : List.of("redis", "billing-service")) {
            all.add(new Disruption(service + " hung", () -> processes.hang(service), () -> processes.goOn(service)));
        }
        all.add(new Disruption("usage stream blocked", stack.redis()::blockUsage, stack.redis()::unblockUsage));
    }

    private Disruption killed(String service) {
        var processes = stack.processes();
        return new Disruption(service + " killed", () -> processes.kill(service), () -> processes.restart(service));
    }

    private void loseRedis() {
        lossesOfData.add(System.nanoTime());
        stack.processes().kill("redis");
        stack.processes().loseData("redis");
    }

    /** The next one; it is counted. */
    public Disruption next() {
        if (next.isEmpty()) {
            var shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            next.addAll(shuffled);
        }
        var disruption = next.remove();
        counts.merge(disruption.name(), 1, Integer::sum);
        return disruption;
    }

    /** Whether everything has gone wrong at least once. */
    public boolean allSeen() {
        return counts.size() == all.size();
    }

    /** Whether Redis lost its data shortly after a moment, and with it the holds of routers that had died just before. */
    public boolean lostDataAfter(long nanos, Duration within) {
        return lossesOfData.stream().anyMatch(loss -> loss - nanos > 0 && loss - nanos < within.toNanos());
    }

    /** How often what went wrong. */
    public Map<String, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
