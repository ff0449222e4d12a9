package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** Everybody with a key sees how the providers are doing, and can have the one that answers soonest. */
@OnRunningStack
class ProvidersE2E {
    private static final String STATUS = "/v1/providers/status";
    private static final String STRONG = "xrouter/strong";
    private static final List<String> CANDIDATES = List.of("gigachat/GigaChat-2-Max", "yandexgpt/yandexgpt");
    private static final int CALLS = 12;

    private final Stack stack;
    private final String key;

    ProvidersE2E(Stack stack) {
        this.stack = stack;
        this.key = stack.operators().newAccount("providers").key();
    }

    @Test
    void areSeenAndSortedByHowSoonTheyAnswer() {
        // Given one provider that takes its time and one that does not
        call(CANDIDATES.getFirst(), " [[sim latency=600ms]]");
        call(CANDIDATES.getLast(), "");
        // When all routers know of it
        var medians = Eventually.get("both are measured", this::medians);
        var body = """
                {"model":"%s","messages":[{"role":"user","content":"Привет!"}],"provider":{"sort":"latency"}}\
                """.formatted(STRONG);
        // Then the sooner one answers, whatever other tests have made of them in the last minutes
        Eventually.holds("the sooner one answers", Eventually.USUALLY, () -> {
            var before = medians().orElse(medians);
            var answer = stack.http(key).chat(body);
            var after = medians().orElse(before);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return soonest(before).equals(soonest(after))
                    && answer.json().path("model").asText().equals(soonest(after));
        });
    }

    @Test
    void areSeenByKeysAlone() {
        assertThat(stack.http("xr-nobody").get(STATUS).status()).isEqualTo(401);
        var page = stack.http(key).get("/api" + STATUS).json();
        assertThat(page.path("data"))
                .extracting(provider -> provider.path("id").asText())
                .containsExactlyInAnyOrder("gigachat", "yandexgpt");
    }

    private void call(String model, String knobs) {
        var calls = IntStream.range(0, CALLS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> stack.http(key).chat(Requests.plain(model, "Привет!" + knobs))))
                .toList();
        assertThat(calls).allSatisfy(call -> assertThat(call.join().status()).isEqualTo(200));
    }

    /** The candidates' median times of whole answers, once they are known. */
    private Optional<List<Integer>> medians() {
        var page = stack.http(key).get(STATUS).json();
        var medians = CANDIDATES.stream()
                .map(model -> model(page, model).at("/latency_ms/p50").asInt())
                .toList();
        return medians.contains(0) ? Optional.empty() : Optional.of(medians);
    }

    private static String soonest(List<Integer> medians) {
        return CANDIDATES.get(medians.getFirst() <= medians.getLast() ? 0 : 1);
    }

    private static JsonNode model(JsonNode page, String id) {
        for (var provider : page.path("data")) {
            for (var model : provider.path("models")) {
                if (model.path("id").asText().equals(id)) {
                    return model;
                }
            }
        }
        throw new AssertionError("no " + id + " in " + page);
    }
}
