package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.ReplicatedStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/**
 * An upgrade: every process is stopped as Kubernetes stops a pod and started anew, one after another, under 200 open streams and steady requests. No
 * request fails, no stream is cut, and every answer is in the books once.
 */
@OnRunningStack
class RollingRestartE2E {
    private static final int STREAMS = 200;
    private static final int REQUESTERS = 4;
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(50);
    private static final Duration WARM = Duration.ofMinutes(2);
    private static final List<String> MODELS = List.of(GIGACHAT, YANDEXGPT);
    private static final String LONG = "Привет! [[sim tokens=60 chunks=20 gap=200ms]]";

    private final Stack beside;

    RollingRestartE2E(Stack beside) {
        this.beside = beside;
    }

    @Test
    void failsNoRequestAndCutsNoStream() {
        try (var replicated = ReplicatedStack.start(beside)) {
            // Given
            var operators = replicated.stack().operators();
            var warmUp = operators.newAccount("warm-up");
            Eventually.holds(
                    "both providers answer",
                    WARM,
                    () -> MODELS.stream()
                            .allMatch(model -> post(replicated.stack(), warmUp, Requests.plain(model, "Привет!"))
                                    .isEmpty()));
            var account = operators.newAccount("rolling-restart");
            operators.topUp(account.id(), "100000.00");
            var traffic = new Traffic(replicated.stack(), account);
            try (traffic) {
                traffic.awaitAnswers(STREAMS);
                // When
                for (var service : List.of(
                        "provider-gigachat",
                        "provider-yandexgpt",
                        "router-service",
                        "gateway-service",
                        "billing-service",
                        "auth-service")) {
                    for (var replica = 1; replica <= ReplicatedStack.REPLICAS; replica++) {
                        replicated.restart(service, replica);
                        assertThat(traffic.failures)
                                .as("after the restart of %s-%d", service, replica)
                                .isEmpty();
                    }
                }
                traffic.awaitAnswers(STREAMS);
            }
            // Then
            assertThat(traffic.failures).isEmpty();
            Eventually.holds(
                    "%d answers are in the books once".formatted(traffic.answers.get()),
                    Duration.ofSeconds(60),
                    () -> operators.generations(account) == traffic.answers.get());
            var ledger = operators.ledger();
            assertThat(ledger.path("ledger_micros").asLong())
                    .isEqualTo(ledger.path("balance_micros").asLong());
        }
    }

    /** Nothing when the answer is whole; else what is wrong with it. Each call has a connection of its own. */
    private static String post(Stack stack, Operators.Account account, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        // HTTP/1.0: the body is as it is sent and ends with the connection.
        var head =
                "POST /v1/chat/completions HTTP/1.0\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
                        .formatted(account.key(), bytes.length);
        try (var socket = connect(stack.gateway())) {
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var whole = body.contains("\"stream\":true")
                    ? answer.contains("\"finish_reason\":\"stop\"")
                            && answer.strip().endsWith("data: [DONE]")
                    : answer.contains("\"total_tokens\"");
            return answer.lines().findFirst().orElse("").contains(" 200 ") && whole && !answer.contains("\"error\"")
                    ? ""
                    : answer.isEmpty() ? "no answer" : answer;
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Socket connect(URI gateway) throws IOException {
        var socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** As many open streams as wanted at any time, and requests at a steady pace, until it is closed. */
    private static final class Traffic implements AutoCloseable {
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger answers = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final Stack stack;
        private final Operators.Account account;

        Traffic(Stack stack, Operators.Account account) {
            this.stack = stack;
            this.account = account;
            for (var i = 0; i < STREAMS; i++) {
                var body = Requests.streamed(MODELS.get(i % 2), LONG);
                clients.execute(() -> repeat(body, Duration.ZERO));
                LockSupport.parkNanos(BETWEEN_REQUESTS.toNanos());
            }
            for (var i = 0; i < REQUESTERS; i++) {
                var body = Requests.plain(MODELS.get(i % 2), "Привет!");
                clients.execute(() -> repeat(body, BETWEEN_REQUESTS));
            }
        }

        private void repeat(String body, Duration pause) {
            while (!over.get()) {
                var failure = post(stack, account, body);
                if (failure.isEmpty()) {
                    answers.incrementAndGet();
                } else {
                    failures.add(failure);
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        }

        void awaitAnswers(int more) {
            var wanted = answers.get() + more;
            Eventually.holds("%d more answers".formatted(more), Duration.ofMinutes(2), () -> answers.get() >= wanted);
        }

        @Override
        public void close() {
            over.set(true);
            clients.close();
        }
    }
}
