package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import ru.xrouter.e2e.stack.Conversation;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/**
 * Whatever is killed whenever, the money adds up: every whole answer is settled once with the tokens its client was told,
 * nothing stays held, and an audit of the whole ledger finds nothing. {@code ./xrouter chaos} runs it.
 */
@OnRunningStack
@EnabledIfSystemProperty(
        named = "xrouter.e2e.chaos.minutes",
        matches = "[0-9]+",
        disabledReason = "./xrouter chaos runs it")
class ChaosE2E {
    private static final int TALKERS = 6;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final Duration SETTLED = Duration.ofSeconds(90);
    private static final List<String> VICTIMS = List.of(
            "router-service",
            "billing-service",
            "gateway-service",
            "provider-gigachat",
            "provider-yandexgpt",
            "postgres");
    private static final List<String> MESSAGES = List.of(
            "Привет!",
            "Привет! [[sim tokens=60 chunks=20 gap=5ms]]",
            "Привет! [[sim status=500]]",
            "Привет! [[sim tokens=60 chunks=20 cut-after=6]]");

    private final Stack stack;
    private final Operators operators;
    private final Queue<Conversation> ended = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    ChaosE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
    }

    @Test
    void theMoneyAddsUpWhateverIsKilled() throws InterruptedException {
        // Given
        var account = operators.newAccount("chaos");
        var seed = System.nanoTime();
        var random = new Random(seed);
        var end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("xrouter.e2e.chaos.minutes")).toNanos();
        var killed = new ArrayList<String>();
        // When
        try (var _ = talk(account)) {
            while (System.nanoTime() < end) {
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                var victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
                stack.processes().kill(victim);
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                stack.processes().restart(victim);
                killed.add(victim);
            }
            over.set(true);
        }
        // Then
        var complete = ended.stream().filter(Conversation::complete).toList();
        assertThat(complete).as("seed %d, killed %s", seed, killed).isNotEmpty();
        assertThat(complete).extracting(Conversation::requestId).doesNotHaveDuplicates();
        for (var conversation : complete) {
            var row = operators.settled(account, conversation.requestId(), SETTLED);
            assertThat(row.path("outcome").asText()).as(row.toString()).isEqualTo("answered");
            assertThat(row.at("/usage/prompt_tokens").asLong()).isEqualTo(conversation.promptTokens());
            assertThat(row.at("/usage/completion_tokens").asLong()).isEqualTo(conversation.completionTokens());
        }
        Eventually.holds(
                "no hold is left",
                SETTLED,
                () -> operators.credits(account).path("held_micros").asLong() == 0);
        var credits = operators.credits(account);
        assertThat(credits.path("balance_micros").asLong())
                .isEqualTo(credits.path("topped_up_micros").asLong()
                        - credits.path("spent_micros").asLong());
        var audit = operators.audit();
        assertThat(audit.path("differing").asLong()).as(audit.toString()).isZero();
        System.out.printf(
                "Chaos: seed %d, %d kills %s, %d requests, %d whole answers, %d generations settled, %s micro-roubles spent%n",
                seed,
                killed.size(),
                killed,
                ended.size(),
                complete.size(),
                operators.generations(account),
                credits.path("spent_micros"));
    }

    /** Clients that talk without a break, plain and streamed, to both providers, answered, failing and broken off. */
    private ExecutorService talk(Operators.Account account) {
        var http = stack.http(account.key());
        var talkers = Executors.newFixedThreadPool(TALKERS);
        for (int talker = 0; talker < TALKERS; talker++) {
            var random = new Random(talker);
            talkers.execute(() -> {
                while (!over.get()) {
                    var model = random.nextBoolean() ? GIGACHAT : YANDEXGPT;
                    var message = MESSAGES.get(random.nextInt(MESSAGES.size()));
                    ended.add(
                            random.nextBoolean()
                                    ? Conversation.plain(http, Requests.plain(model, message))
                                    : Conversation.streamed(http, Requests.streamed(model, message)));
                }
            });
        }
        return talkers;
    }
}
