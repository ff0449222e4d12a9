package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Conversation;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** Tokens the providers sold are the tokens in the ledger, every generation once, and the money adds up. */
@OnRunningStack
class ConservationE2E {
    private static final int ROUNDS = 25;
    private static final int AT_A_TIME = 8;
    private static final Duration STILL = Duration.ofSeconds(1);

    private final Stack stack;
    private final Operators operators;

    ConservationE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
    }

    @Test
    void chargesExactlyWhatTheProvidersSold() throws Exception {
        // Given
        var account = operators.newAccount("conservation");
        var ledgerBefore = Eventually.get("what others began is in the books", this::stillLedger);
        var soldBefore = stack.simulatorControl().sold();
        // When
        var conversations = talk(account);
        var complete = conversations.stream().filter(Conversation::complete).toList();
        var admitted = conversations.stream()
                .filter(Conversation::admitted)
                .map(Conversation::requestId)
                .toList();
        assertThat(complete).hasSize(ROUNDS * 8);
        assertThat(admitted).doesNotHaveDuplicates().hasSize(ROUNDS * 12);
        Eventually.holds(
                "every admitted generation is in the books",
                Eventually.USUALLY,
                () -> operators.generations(account) >= admitted.size());
        // Then
        var sold = stack.simulatorControl().sold().since(soldBefore);
        var ledger = Ledger.of(operators.ledger());
        var settled = admitted.stream()
                .map(id -> operators.generation(account, id).orElseThrow())
                .toList();
        var answered = settled.stream()
                .filter(row -> row.path("outcome").asText().equals("answered"))
                .toList();
        assertThat(operators.generations(account)).isEqualTo(admitted.size());
        assertThat(ledger.generations() - ledgerBefore.generations()).isEqualTo(admitted.size());

        assertThat(answered).hasSize(complete.size());
        assertThat(sold.completed()).isEqualTo(complete.size());
        assertThat(sum(answered, "/usage/prompt_tokens"))
                .isEqualTo(sold.promptTokens())
                .isEqualTo(
                        complete.stream().mapToLong(Conversation::promptTokens).sum());
        assertThat(sum(answered, "/usage/completion_tokens"))
                .isEqualTo(sold.completionTokens())
                .isEqualTo(complete.stream()
                        .mapToLong(Conversation::completionTokens)
                        .sum());
        assertThat(ledger.promptTokens() - ledgerBefore.promptTokens()).isEqualTo(sum(settled, "/usage/prompt_tokens"));
        assertThat(ledger.completionTokens() - ledgerBefore.completionTokens())
                .isEqualTo(sum(settled, "/usage/completion_tokens"));

        assertMoneyAddsUp(account, settled, ledger);
    }

    /** Calls that other tests have left may still be on their way into the ledger. */
    private Optional<Ledger> stillLedger() {
        var before = Ledger.of(operators.ledger());
        LockSupport.parkNanos(STILL.toNanos());
        var after = Ledger.of(operators.ledger());
        return after.equals(before) ? Optional.of(after) : Optional.empty();
    }

    private void assertMoneyAddsUp(Operators.Account account, List<JsonNode> settled, Ledger ledger) {
        var credits = operators.credits(account);
        var spent = credits.path("spent_micros").asLong();
        assertThat(spent).isEqualTo(sum(settled, "/cost")).isPositive();
        assertThat(credits.path("balance_micros").asLong())
                .isEqualTo(credits.path("topped_up_micros").asLong() - spent);
        Eventually.holds(
                "no credit is held any more",
                Eventually.USUALLY,
                () -> operators.credits(account).path("held_micros").asLong() == 0);
        assertThat(ledger.ledgerSum()).isEqualTo(ledger.balanceSum());
    }

    /** Rounds of twelve admitted requests, of which eight are answered, and two that are refused. */
    private List<Conversation> talk(Operators.Account account) throws InterruptedException, ExecutionException {
        var http = stack.http(account.key());
        var requests = new ArrayList<Supplier<Conversation>>();
        for (var round = 0; round < ROUNDS; round++) {
            for (var model : List.of(GIGACHAT, YANDEXGPT)) {
                var words = "Вопрос %d. ".formatted(round) + "Почему? ".repeat(round % 7);
                requests.add(() -> Conversation.plain(http, Requests.plain(model, words)));
                requests.add(() -> Conversation.plain(http, Requests.plain(model, words + "[[sim tokens=77]]")));
                requests.add(() -> Conversation.streamed(http, Requests.streamed(model, words + "[[sim gap=2ms]]")));
                requests.add(() -> Conversation.streamed(http, Requests.streamed(model, words + "[[sim tokens=200]]")));
                requests.add(() -> Conversation.plain(http, Requests.plain(model, words + "[[sim status=500]]")));
                requests.add(() -> Conversation.streamed(
                        http, Requests.streamed(model, words + "[[sim tokens=60 chunks=20 cut-after=6]]")));
            }
            requests.add(() -> Conversation.plain(http, Requests.plain("gigachat/no-such-model", "Привет!")));
            requests.add(() -> Conversation.plain(http, "{\"model\":\"%s\"}".formatted(YANDEXGPT)));
        }
        var conversations = new ArrayList<Conversation>();
        try (var executor = Executors.newFixedThreadPool(AT_A_TIME)) {
            var running = requests.stream()
                    .map(request -> executor.submit(() -> Conversation.untilAdmitted(request)))
                    .toList();
            for (var conversation : running) {
                conversations.add(conversation.get());
            }
        }
        return conversations;
    }

    private static long sum(List<JsonNode> rows, String pointer) {
        return rows.stream().mapToLong(row -> row.at(pointer).asLong()).sum();
    }

    private record Ledger(long generations, long promptTokens, long completionTokens, long ledgerSum, long balanceSum) {
        static Ledger of(JsonNode summary) {
            var models = new ArrayList<JsonNode>();
            summary.path("models").forEach(models::add);
            return new Ledger(
                    sum(models, "/generations"),
                    sum(models, "/prompt_tokens"),
                    sum(models, "/completion_tokens"),
                    summary.path("ledger_micros").asLong(),
                    summary.path("balance_micros").asLong());
        }
    }
}
