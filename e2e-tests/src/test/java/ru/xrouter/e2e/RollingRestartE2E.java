package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.ReplicatedStack;
import ru.xrouter.e2e.stack.Stack;

/**
 * An upgrade: every process is stopped as Kubernetes stops a pod and started anew, one after another, under 200 open streams and steady requests over
 * connections that are kept. No request fails, no stream is cut, and every answer is in the books once.
 */
@OnRunningStack
@Order(ReplicatedStack.TESTED_LAST)
class RollingRestartE2E {
    private static final int STREAMS = 200;
    private static final int REQUESTERS = 4;
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(200);
    private static final Duration BETWEEN_STREAMS = Duration.ofMillis(20);
    private static final Duration WARM = Duration.ofMinutes(2);
    private static final List<String> MODELS = List.of(GIGACHAT, YANDEXGPT);
    private static final String LONG = "Привет! [[sim tokens=60 chunks=6 gap=700ms]]";

    private final Stack stack;

    RollingRestartE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void failsNoRequestAndCutsNoStream() {
        var replicated = ReplicatedStack.beside(stack);
        // Given
        var operators = replicated.stack().operators();
        var warmUp = operators.newAccount("warm-up");
        Eventually.holds(
                "both providers answer",
                WARM,
                () -> MODELS.stream()
                        .allMatch(model ->
                                whole(client(replicated.stack(), warmUp), model).isEmpty()));
        var account = operators.newAccount("rolling-restart");
        operators.topUp(account.id(), "100000.00");
        var traffic = new Traffic(client(replicated.stack(), account));
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

    /** OpenAI's client, which keeps its connections and never asks again: what fails is seen. */
    private static OpenAIClient client(Stack stack, Operators.Account account) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(stack.gateway() + "/v1")
                .apiKey(account.key())
                .timeout(Duration.ofSeconds(60))
                .maxRetries(0)
                .build();
    }

    /** Nothing when the answer is whole; else what is wrong with it. */
    private static String whole(OpenAIClient client, String model) {
        return outcome(() -> {
            var answer =
                    client.chat().completions().create(asking(model, "Привет!").build());
            return answer.usage().isPresent() ? "" : answer.toString();
        });
    }

    /** The same of a stream, which is whole when it ended as the model wanted and told its usage. */
    private static String streamed(OpenAIClient client, String model) {
        return outcome(() -> {
            var question = asking(model, LONG)
                    .streamOptions(ChatCompletionStreamOptions.builder()
                            .includeUsage(true)
                            .build());
            try (var stream = client.chat().completions().createStreaming(question.build())) {
                var received = stream.stream().toList();
                var stopped = received.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .anyMatch(choice -> choice.finishReason()
                                .filter(ChatCompletionChunk.Choice.FinishReason.STOP::equals)
                                .isPresent());
                return stopped && received.getLast().usage().isPresent() ? "" : received.toString();
            }
        });
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String message) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(message);
    }

    private static String outcome(Supplier<String> call) {
        try {
            return call.get();
        } catch (OpenAIException e) {
            return "%s, because of %s".formatted(e, e.getCause());
        }
    }

    /** As many open streams as wanted at any time, and requests at a steady pace, until it is closed. */
    private static final class Traffic implements AutoCloseable {
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger answers = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();

        Traffic(OpenAIClient client) {
            for (var i = 0; i < STREAMS; i++) {
                var model = MODELS.get(i % 2);
                clients.execute(() -> repeat(() -> streamed(client, model), Duration.ZERO));
                LockSupport.parkNanos(BETWEEN_STREAMS.toNanos());
            }
            for (var i = 0; i < REQUESTERS; i++) {
                var model = MODELS.get(i % 2);
                clients.execute(() -> repeat(() -> whole(client, model), BETWEEN_REQUESTS));
            }
        }

        private void repeat(Supplier<String> call, Duration pause) {
            while (!over.get()) {
                var failure = call.get();
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
