package ru.xrouter.e2e.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ru.xrouter.e2e.chaos.SoldCalls.Call;
import ru.xrouter.e2e.chaos.Traffic.Turn;
import ru.xrouter.e2e.stack.Conversation;

/** The requests, by what became of them, beside what the providers sold. */
public record Reckoning(List<Turn> turns, Map<Turn, JsonNode> books, Map<String, List<Call>> sold) {
    /** Compares every settlement with what its client was told and what the provider sold, and all of them with all that was sold. */
    public void check() {
        assertThat(turns).extracting(Turn::conversation).anyMatch(Conversation::complete);
        books.forEach((turn, row) -> {
            var calls = sold.getOrDefault(turn.trace(), List.of());
            if (turn.conversation().complete()) {
                assertThat(outcome(row)).as(row.toString()).isEqualTo("answered");
                assertThat(prompt(row)).isEqualTo(turn.conversation().promptTokens());
                assertThat(completion(row)).isEqualTo(turn.conversation().completionTokens());
            }
            if (outcome(row).equals("answered")) {
                assertThat(estimated(row)).as(row.toString()).isFalse();
                assertThat(calls)
                        .as(row.toString())
                        .anyMatch(call -> call.completed()
                                && call.promptTokens() == prompt(row)
                                && call.completionTokens() == completion(row));
            } else if (outcome(row).equals("client_gone")) {
                assertThat(completion(row))
                        .as("more than %s sold: %s", calls, row)
                        .isLessThanOrEqualTo(
                                calls.stream().mapToLong(Call::completionTokens).sum());
            } else if (!outcome(row).equals("shutdown") && !outcome(row).equals("deadline")) {
                assertThat(row.path("cost").asLong()).as(row.toString()).isZero();
            }
        });
        assertThat(soldTokens()).isEqualTo(billedTokens() + unbilledTokens());
    }

    /** Tokens of all whole answers of the providers. */
    private long soldTokens() {
        return turns.stream()
                .flatMap(this::completed)
                .mapToLong(Call::completionTokens)
                .sum();
    }

    /** Those of them that are in the books as answers. */
    private long billedTokens() {
        return books.values().stream()
                .filter(row -> outcome(row).equals("answered"))
                .mapToLong(Reckoning::completion)
                .sum();
    }

    /** Those of them whose client did not get the whole answer and pays nothing for it. */
    private long unbilledTokens() {
        return turns.stream()
                .filter(turn -> !turn.conversation().complete())
                .filter(turn ->
                        !books.containsKey(turn) || !outcome(books.get(turn)).equals("answered"))
                .flatMap(this::completed)
                .mapToLong(Call::completionTokens)
                .sum();
    }

    private Stream<Call> completed(Turn turn) {
        return sold.getOrDefault(turn.trace(), List.of()).stream().filter(Call::completed);
    }

    @Override
    public String toString() {
        var outcomes = books.values().stream().collect(groupingBy(Reckoning::outcome, counting()));
        return "%d requests %s, %d whole answers; settled by outcome %s, estimated %d; completion tokens: %d sold in whole answers, %d billed, %d of clients that got no whole answer"
                .formatted(
                        turns.size(),
                        turns.stream().collect(groupingBy(Turn::kind, counting())),
                        turns.stream()
                                .filter(turn -> turn.conversation().complete())
                                .count(),
                        outcomes,
                        books.values().stream().filter(Reckoning::estimated).count(),
                        soldTokens(),
                        billedTokens(),
                        unbilledTokens());
    }

    private static String outcome(JsonNode row) {
        return row.path("outcome").asText();
    }

    private static boolean estimated(JsonNode row) {
        return row.at("/usage/estimated").asBoolean();
    }

    private static long prompt(JsonNode row) {
        return row.at("/usage/prompt_tokens").asLong();
    }

    private static long completion(JsonNode row) {
        return row.at("/usage/completion_tokens").asLong();
    }
}
