package ru.xrouter.e2e.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import ru.xrouter.e2e.stack.Simulator;

/** Every call that the providers served since this began; they remember the last thousand only, so they are asked all the time. */
public final class SoldCalls implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;

    private final Simulator simulator;
    private final NavigableMap<Long, Call> calls = new TreeMap<>();
    private final long before;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    /** One call of a provider. */
    public record Call(String trace, boolean completed, long promptTokens, long completionTokens) {
        static Call of(JsonNode call) {
            var trace = call.path("traceparent").asText().split("-", -1);
            return new Call(
                    trace.length > 1 ? trace[1] : "",
                    call.path("outcome").asText().equals("completed"),
                    call.path("prompt_tokens").asLong(),
                    call.path("completion_tokens").asLong());
        }
    }

    public SoldCalls(Simulator simulator) {
        this.simulator = simulator;
        look();
        before = calls.isEmpty() ? -1 : calls.lastKey();
        var _ = looking.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        simulator.recent().forEach(call -> calls.put(call.path("id").asLong(), Call.of(call)));
    }

    /** The calls that have ended so far; fails when one was missed. */
    public synchronized List<Call> all() {
        look();
        var since = calls.tailMap(before, false);
        if (!since.isEmpty() && since.size() != since.lastKey() - before) {
            throw new AssertionError(
                    "%d calls of providers were missed".formatted(since.lastKey() - before - since.size()));
        }
        return List.copyOf(since.values());
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
