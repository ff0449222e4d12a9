package ru.xrouter.e2e;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT_VISION;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import ru.xrouter.e2e.chaos.Disruptions;
import ru.xrouter.e2e.chaos.Reckoning;
import ru.xrouter.e2e.chaos.SoldCalls;
import ru.xrouter.e2e.chaos.SoldCalls.Call;
import ru.xrouter.e2e.chaos.Traffic;
import ru.xrouter.e2e.chaos.Traffic.Turn;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Operators.Account;
import ru.xrouter.e2e.stack.Stack;

/**
 * Whatever dies, hangs or loses its memory whenever, the money adds up: every whole answer is settled once with the tokens
 * that the provider sold and its client was told, what was left is charged within its rule, nothing stays held, and an audit
 * of the whole ledger finds nothing. {@code ./xrouter test} and {@code ./xrouter chaos} run it on a stack of its own.
 */
@OnRunningStack
@EnabledIfSystemProperty(
        named = "xrouter.e2e.chaos.minutes",
        matches = "[0-9]+",
        disabledReason = "./xrouter chaos runs it")
class ChaosE2E {
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final Duration SETTLED = Duration.ofSeconds(90);
    /** After this a generation whose router died is settled as lost, also when billing was away meanwhile. */
    private static final Duration REAPED = Duration.ofSeconds(60);

    private final Stack stack;
    private final Operators operators;

    ChaosE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
    }

    @Test
    void theMoneyAddsUpWhateverGoesWrong() {
        // Given
        var account = operators.newAccount("chaos");
        // Holds stay until billing is back: enough for all that is asked for meanwhile.
        operators.topUp(account.id(), "99000.00");
        var seed = System.nanoTime();
        var random = new Random(seed);
        var disruptions = new Disruptions(stack, random);
        System.out.printf("Chaos: seed %d%n", seed);
        List<Turn> turns;
        List<Call> calls;
        try (var sold = new SoldCalls(stack.simulatorControl())) {
            // When
            turns = disturb(account, disruptions, random);
            Eventually.holds("no hold is left", SETTLED, () -> held(account) == 0);
            calls = sold.all();
        }
        // Then
        var books = settledOnce(account, turns);
        assertAddsUp(account, turns, books, disruptions);
        var reckoning = new Reckoning(
                turns,
                books,
                calls.stream().collect(groupingBy(Call::trace)),
                Stream.of(GIGACHAT, YANDEXGPT, GIGACHAT_VISION)
                        .collect(toMap(identity(), model -> longest(account, model))));
        reckoning.check();
        System.out.printf(
                "Chaos: seed %d; %s%n%s, %d generations settled, %s micro-roubles spent%n",
                seed,
                disruptions.counts(),
                reckoning,
                operators.generations(account),
                operators.credits(account).path("spent_micros"));
    }

    /** Tokens of the model's longest completion. */
    private int longest(Account account, String model) {
        return stack.http(account.key())
                .get("/v1/models/" + model)
                .json()
                .at("/top_provider/max_completion_tokens")
                .asInt();
    }

    private List<Turn> disturb(Account account, Disruptions disruptions, Random random) {
        var end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("xrouter.e2e.chaos.minutes")).toNanos();
        var traffic = new Traffic(stack.http(account.key()));
        try (traffic) {
            while (System.nanoTime() < end || !disruptions.allSeen()) {
                pause(random);
                var disruption = disruptions.next();
                disruption.begin().run();
                pause(random);
                disruption.mend().run();
            }
        }
        return traffic.turns();
    }

    private static void pause(Random random) {
        LockSupport.parkNanos(
                Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)).toNanos());
    }

    private long held(Account account) {
        return operators.credits(account).path("held_micros").asLong();
    }

    /** What is in the books of each request whose id its client knows; of a whole answer that must be its settlement. */
    private Map<Turn, JsonNode> settledOnce(Account account, List<Turn> turns) {
        assertThat(turns.stream().map(turn -> turn.conversation().requestId()).filter(id -> !id.isEmpty()))
                .doesNotHaveDuplicates();
        var books = new HashMap<Turn, JsonNode>();
        for (var turn : turns) {
            var id = turn.conversation().requestId();
            if (turn.conversation().complete()) {
                books.put(turn, operators.settled(account, id, SETTLED));
            } else if (!id.isEmpty()) {
                operators.generation(account, id).ifPresent(row -> books.put(turn, row));
            }
        }
        return books;
    }

    private void assertAddsUp(Account account, List<Turn> turns, Map<Turn, JsonNode> books, Disruptions disruptions) {
        var withoutId = turns.stream()
                .filter(turn -> turn.conversation().requestId().isEmpty())
                .count();
        assertThat(operators.generations(account)).isBetween((long) books.size(), books.size() + withoutId);
        assertThat(turns.stream()
                        .filter(turn -> turn.conversation().status() == 200)
                        .filter(turn -> !books.containsKey(turn))
                        .filter(turn -> !disruptions.lostDataAfter(turn.endedAt(), REAPED)))
                .as("begun and never settled, although Redis did not forget the holds of routers that had died")
                .isEmpty();
        var credits = operators.credits(account);
        assertThat(credits.path("balance_micros").asLong())
                .isEqualTo(credits.path("topped_up_micros").asLong()
                        - credits.path("spent_micros").asLong());
        var ledger = operators.ledger();
        assertThat(ledger.path("ledger_micros").asLong())
                .isEqualTo(ledger.path("balance_micros").asLong());
        var audit = operators.audit();
        assertThat(audit.path("differing").asLong()).as(audit.toString()).isZero();
    }
}
