package ru.xrouter.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The providers' stand-in: what it was asked, what it sold, and how it is told to misbehave. */
public record Simulator(Http http) {
    /** Totals of all models of both providers. */
    public record Sold(long requests, long completed, long promptTokens, long completionTokens) {
        /** What was sold since. */
        public Sold since(Sold before) {
            return new Sold(
                    requests - before.requests,
                    completed - before.completed,
                    promptTokens - before.promptTokens,
                    completionTokens - before.completionTokens);
        }
    }

    /** Requests, and completed answers with their tokens, so far. */
    public Sold sold() {
        var requests = 0L;
        var completed = 0L;
        var prompt = 0L;
        var completion = 0L;
        for (var provider : served().path("providers")) {
            for (var model : provider) {
                requests += model.path("requests").asLong();
                completed += model.path("completed").asLong();
                prompt += model.path("completed_prompt_tokens").asLong();
                completion += model.path("completed_completion_tokens").asLong();
            }
        }
        return new Sold(requests, completed, prompt, completion);
    }

    /** The cancelled call of this trace, once there is one. */
    public Optional<JsonNode> cancelled(String traceId) {
        return StreamSupport.stream(served().path("cancelled").spliterator(), false)
                .filter(call -> call.path("traceparent").asText().contains(traceId))
                .findFirst();
    }

    /** Whether a request of this trace has come. */
    public boolean received(String traceId) {
        return http.get("/_sim/requests").body().contains(traceId);
    }

    /** Whether the body of a request of this trace holds a text. */
    public boolean received(String traceId, String text) {
        return StreamSupport.stream(http.get("/_sim/requests").json().spliterator(), false)
                .filter(call -> call.at("/headers/traceparent").asText().contains(traceId))
                .anyMatch(call -> call.path("body").toString().contains(text));
    }

    /** Whose contract paid for the call of this trace: the id of GigaChat's authorization key, Yandex's folder. */
    public String paidBy(String traceId) {
        return Eventually.get(
                "the provider has served the call",
                () -> StreamSupport.stream(served().path("recent").spliterator(), false)
                        .filter(call -> call.path("traceparent").asText().contains(traceId))
                        .map(call -> call.path("account").asText())
                        .findFirst());
    }

    /** Sets a provider's knobs for every request, until {@link Knobs#close}. */
    public Knobs knobs(String provider, String knob, String value) {
        var answer = http.send("PUT", "/_sim/knobs", """
                {"provider":"%s","%s":"%s"}\
                """.formatted(provider, knob, value));
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
        return new Knobs(this);
    }

    /** The calls that ended last, at most a thousand. */
    public JsonNode recent() {
        return served().path("recent");
    }

    private JsonNode served() {
        return http.get("/_sim/served").json();
    }

    /** Knobs in force; closing them brings back the providers' usual behaviour. */
    public record Knobs(Simulator simulator) implements AutoCloseable {
        @Override
        public void close() {
            simulator.http.send("DELETE", "/_sim/knobs", null);
        }
    }
}
