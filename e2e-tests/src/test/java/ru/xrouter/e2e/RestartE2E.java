package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.Conversation;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** Whichever process is killed in the middle of traffic, what clients were answered is in the books, once. */
@OnRunningStack
class RestartE2E {
    private static final Duration BACK = Duration.ofSeconds(30);

    /** What a killed billing-service had in hand is taken over after 30 s, looked for every 10 s. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static final int TALKERS = 4;
    private static final int SOME = 40;
    private static final int ANSWERS = 3;

    private final Stack stack;
    private final Operators operators;
    private final Queue<Conversation> ended = new ConcurrentLinkedQueue<>();

    RestartE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing-service",
                "router-service",
                "provider-gigachat",
                "provider-yandexgpt",
                "gateway-service",
                "auth-service"
            })
    void losesNoUsageOfAnAnswer(String service) {
        // Given
        var account = operators.newAccount("restart-" + service);
        try (var traffic = new Traffic(account)) {
            traffic.awaitMoreComplete(SOME);
            // When
            stack.processes().kill(service);
            traffic.awaitMoreEnded(SOME);
            stack.processes().restart(service);
            traffic.awaitMoreComplete(SOME);
        }
        var complete = ended.stream().filter(Conversation::complete).toList();
        // Then
        assertSettled(account, complete);
        assertBooksBalance(account);
    }

    /** The worst moment: Redis hangs, so that the router alone knows of its answers, and then it is killed. */
    @Test
    void losesNoUsageOfAnAnswerThatRedisNeverHeardOf() {
        // Given
        var account = operators.newAccount("restart-hung");
        var http = stack.http(account.key());
        assertThat(Conversation.plain(http, Requests.plain(GIGACHAT, "Привет!")).complete())
                .isTrue();
        stack.processes().hang("redis");
        try {
            // When
            for (var i = 0; i < ANSWERS; i++) {
                ended.add(Conversation.plain(http, Requests.plain(GIGACHAT, "Привет!")));
                ended.add(Conversation.streamed(http, Requests.streamed(YANDEXGPT, "Привет!")));
            }
            stack.processes().kill("router-service");
        } finally {
            stack.processes().goOn("redis");
        }
        stack.processes().restart("router-service");
        // Then
        assertThat(ended).allMatch(Conversation::complete);
        assertSettled(account, List.copyOf(ended));
        assertBooksBalance(account);
    }

    private void assertSettled(Operators.Account account, List<Conversation> complete) {
        assertThat(complete).extracting(Conversation::requestId).doesNotHaveDuplicates();
        for (var conversation : complete) {
            var row = operators.settled(account, conversation.requestId(), SETTLED);
            assertThat(row.path("outcome").asText()).as(row.toString()).isEqualTo("answered");
            assertThat(row.at("/usage/prompt_tokens").asLong()).isEqualTo(conversation.promptTokens());
            assertThat(row.at("/usage/completion_tokens").asLong()).isEqualTo(conversation.completionTokens());
        }
    }

    private void assertBooksBalance(Operators.Account account) {
        var credits = operators.credits(account);
        assertThat(credits.path("balance_micros").asLong())
                .isEqualTo(credits.path("topped_up_micros").asLong()
                        - credits.path("spent_micros").asLong());
        var ledger = operators.ledger();
        assertThat(ledger.path("ledger_micros").asLong())
                .isEqualTo(ledger.path("balance_micros").asLong());
    }

    /** Clients that talk without a break, plain and streamed, to both providers, until they are closed. */
    private final class Traffic implements AutoCloseable {
        private final ExecutorService talkers = Executors.newFixedThreadPool(TALKERS);
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger turn = new AtomicInteger();

        Traffic(Operators.Account account) {
            var http = stack.http(account.key());
            for (var i = 0; i < TALKERS; i++) {
                talkers.execute(() -> {
                    while (!over.get()) {
                        var model = List.of(GIGACHAT, YANDEXGPT).get(turn.incrementAndGet() % 2);
                        ended.add(Conversation.plain(http, Requests.plain(model, "Привет!")));
                        ended.add(Conversation.streamed(
                                http, Requests.streamed(model, "Привет! [[sim tokens=60 chunks=20 gap=2ms]]")));
                    }
                });
            }
        }

        void awaitMoreComplete(int count) {
            var wanted = complete() + count;
            Eventually.holds("%d more complete answers".formatted(count), BACK, () -> complete() >= wanted);
        }

        void awaitMoreEnded(int count) {
            var wanted = ended.size() + count;
            Eventually.holds("%d more requests have ended".formatted(count), BACK, () -> ended.size() >= wanted);
        }

        private long complete() {
            return ended.stream().filter(Conversation::complete).count();
        }

        @Override
        public void close() {
            over.set(true);
            talkers.close();
        }
    }
}
