package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Secrets;
import ru.xrouter.e2e.stack.Stack;

/**
 * Whatever is sent gets an answer or an error of OpenAI's shape: no 5xx of our own making, no hang, no secret, and no
 * credit left on hold. {@code ./xrouter fuzz} sends many more; {@code -Dfuzz.seed=N} sends one again.
 */
@OnRunningStack
class FuzzE2E {
    private static final int USUALLY = 2_000;
    private static final int AT_ONCE = 6;
    private static final int MOST_SHOWN = 20;
    private static final int MOST_TRIES = 3;
    private static final Duration HANGS = Duration.ofSeconds(60);

    private final Stack stack;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    FuzzE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void answersWhateverIsSent() throws ExecutionException, InterruptedException {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("fuzz");
        operators.topUp(account.id(), "10000000.00");
        var secrets = Secrets.of(stack, account.key());
        var errors = errorsInLogs();
        // When
        eachSeed(seed -> send(FuzzedRequest.of(seed), account.key(), secrets));
        // Then
        System.out.printf("Answers to mutated requests by status: %s%n", statuses);
        assertThat(faults.stream().limit(MOST_SHOWN))
                .as("%d faults", faults.size())
                .isEmpty();
        Eventually.holds(
                "no credit is on hold",
                Eventually.USUALLY,
                () -> operators.credits(account).path("held_micros").asLong() == 0);
        assertThat(secrets.logsThatTell(stack)).isEmpty();
        assertThat(errorsInLogs()).as("errors in the logs").isEqualTo(errors);
    }

    private void send(FuzzedRequest request, String key, Secrets secrets) {
        var fault = Optional.<String>empty();
        // A busy machine may time out once; a fault of ours is there every time.
        for (int tries = 0; tries < MOST_TRIES && (tries == 0 || fault.isPresent()); tries++) {
            fault = sendOnce(request, key, secrets);
        }
        fault.ifPresent(faults::add);
    }

    private Optional<String> sendOnce(FuzzedRequest request, String key, Secrets secrets) {
        try {
            var answer = FuzzedAnswer.of(client.send(http(request, key), BodyHandlers.ofString()));
            statuses.computeIfAbsent(answer.status(), _ -> new AtomicLong()).incrementAndGet();
            return answer.fault(secrets).map(what -> "%s%n  by %s%n  answered %s".formatted(what, request, answer));
        } catch (IOException e) {
            return Optional.of("no answer, %s%n  by %s".formatted(e, request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest http(FuzzedRequest request, String key) {
        var builder = HttpRequest.newBuilder(URI.create(stack.gateway() + request.path()))
                .timeout(HANGS)
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofByteArray(request.body().body()));
        for (var i = 0; i < request.headers().size(); i += 2) {
            builder.setHeader(request.headers().get(i), request.headers().get(i + 1));
        }
        return builder.build();
    }

    private static void eachSeed(LongConsumer action) throws ExecutionException, InterruptedException {
        var only = Long.getLong("fuzz.seed");
        if (only != null) {
            action.accept(only);
            return;
        }
        var count = Integer.getInteger("fuzz.requests", USUALLY);
        var next = new AtomicLong();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = IntStream.range(0, AT_ONCE)
                    .<Future<?>>mapToObj(_ -> threads.submit(() -> {
                        for (var seed = next.getAndIncrement(); seed < count; seed = next.getAndIncrement()) {
                            action.accept(seed);
                        }
                    }))
                    .toList();
            for (var each : running) {
                each.get();
            }
        }
    }

    /** A request that could not be translated, or failed in any other way of ours, is logged as an error. */
    private long errorsInLogs() {
        return stack.logs().stream().mapToLong(FuzzE2E::errorsIn).sum();
    }

    private static long errorsIn(Path log) {
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(" ERROR ")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
