package ru.xrouter.e2e.chaos;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import ru.xrouter.e2e.chaos.SoldCalls.Call;
import ru.xrouter.e2e.chaos.Traffic.Turn;
import ru.xrouter.e2e.stack.Conversation;

/**
 * The requests, by what became of them, beside what the providers sold.
 *
 * @param longest completions of each model, in tokens
 */
public record Reckoning(
        List<Turn> turns, Map<Turn, JsonNode> books, Map<String, List<Call>> sold, Map<String, Integer> longest) {
    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_IMAGE = 256;
    private static final int TOKENS_HELD_PER_IMAGE = 4_096;
    private static final long MILLION = 1_000_000;

    /** How the charge of a settlement comes about. */
    private enum Mark {
        /** What the provider told. */
        COUNTED,
        /** What we counted of what the provider wrote. */
        ESTIMATED,
        /** A prompt of whose provider nothing was heard. */
        PROMPT_ALONE,
        /** Nothing was used that anybody knows of. */
        NOTHING
    }

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
            }
            if (cutOff(row)) {
                assertThat(completion(row))
                        .as("more than %s sold: %s", calls, row)
                        .isLessThanOrEqualTo(
                                calls.stream().mapToLong(Call::completionTokens).sum());
            }
            assertThat(cost(row)).as("%s of %s: %s", mark(turn, row), turn, row).isEqualTo(due(turn, row));
        });
        assertThat(soldTokens()).isEqualTo(billedTokens() + unbilledTokens());
    }

    private static boolean cutOff(JsonNode row) {
        return Set.of("client_gone", "deadline", "shutdown").contains(outcome(row));
    }

    private static Mark mark(Turn turn, JsonNode row) {
        if (prompt(row) == 0 && completion(row) == 0) {
            return Mark.NOTHING;
        }
        if (!estimated(row)) {
            return Mark.COUNTED;
        }
        var promptAlone = Math.ceilDiv(turn.bytes(), BYTES_PER_TOKEN) + turn.images() * TOKENS_PER_IMAGE;
        return prompt(row) == promptAlone && completion(row) == 0 ? Mark.PROMPT_ALONE : Mark.ESTIMATED;
    }

    /** What is paid by rule: answers and what the client or the deadline cut off, never above the hold; a prompt alone only by who left. */
    private long due(Turn turn, JsonNode row) {
        var paid = Set.of("answered", "client_gone", "deadline").contains(outcome(row));
        if (!paid || (mark(turn, row) == Mark.PROMPT_ALONE && !outcome(row).equals("client_gone"))) {
            return 0;
        }
        var used = rated(row, prompt(row) - cached(row), cached(row), completion(row));
        var hold = rated(
                row,
                turn.bytes() + (long) turn.images() * TOKENS_HELD_PER_IMAGE,
                0,
                requireNonNull(longest.get(row.path("model").asText())));
        return Math.min(used, hold);
    }

    private static long rated(JsonNode row, long prompt, long cached, long completion) {
        var price = row.path("price");
        return Math.ceilDiv(
                prompt * price.path("prompt_per_million").asLong()
                        + cached * price.path("cached_per_million").asLong()
                        + completion * price.path("completion_per_million").asLong(),
                MILLION);
    }

    private static long cached(JsonNode row) {
        return row.at("/usage/cached_tokens").asLong();
    }

    private static long cost(JsonNode row) {
        return row.path("cost").asLong();
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
        var outcomes = books.entrySet().stream()
                .collect(groupingBy(
                        row -> outcome(row.getValue()),
                        TreeMap::new,
                        groupingBy(row -> mark(row.getKey(), row.getValue()), TreeMap::new, counting())));
        return "%d requests %s, %d whole answers; settled by outcome and mark %s; completion tokens: %d sold in whole answers, %d billed, %d of clients that got no whole answer"
                .formatted(
                        turns.size(),
                        turns.stream().collect(groupingBy(Turn::kind, counting())),
                        turns.stream()
                                .filter(turn -> turn.conversation().complete())
                                .count(),
                        outcomes,
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
