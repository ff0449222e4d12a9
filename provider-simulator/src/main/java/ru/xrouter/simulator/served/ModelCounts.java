package ru.xrouter.simulator.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.atomic.LongAdder;

/** What one model of one provider was asked and sold. */
final class ModelCounts {
    private final LongAdder requests = new LongAdder();
    private final Outcomes completed = new Outcomes();
    private final Outcomes cancelled = new Outcomes();
    private final Outcomes failed = new Outcomes();

    private record Outcomes(LongAdder count, LongAdder promptTokens, LongAdder completionTokens) {
        Outcomes() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        void add(long prompt, long completion) {
            count.increment();
            promptTokens.add(prompt);
            completionTokens.add(completion);
        }
    }

    void begin() {
        requests.increment();
    }

    void end(Outcome outcome, long promptTokens, long completionTokens) {
        of(outcome).add(promptTokens, completionTokens);
    }

    JsonNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("requests", requests.sum());
        json.put("prompt_tokens", sum(true));
        json.put("completion_tokens", sum(false));
        for (var outcome : Outcome.values()) {
            json.put(outcome.wireName(), of(outcome).count().sum());
        }
        for (var outcome : Outcome.values()) {
            var outcomes = of(outcome);
            json.put(
                    outcome.wireName() + "_prompt_tokens",
                    outcomes.promptTokens().sum());
            json.put(
                    outcome.wireName() + "_completion_tokens",
                    outcomes.completionTokens().sum());
        }
        return json;
    }

    private long sum(boolean prompt) {
        var sum = 0L;
        for (var outcome : Outcome.values()) {
            var outcomes = of(outcome);
            sum += (prompt ? outcomes.promptTokens() : outcomes.completionTokens()).sum();
        }
        return sum;
    }

    private Outcomes of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> completed;
            case CANCELLED -> cancelled;
            case FAILED -> failed;
        };
    }
}
