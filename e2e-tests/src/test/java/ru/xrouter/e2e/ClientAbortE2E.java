package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** When the client leaves, the provider stops within a second and what it sold is charged, never more. */
@OnRunningStack
class ClientAbortE2E {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int WHOLE_ANSWER = 600;

    private final Stack stack;

    ClientAbortE2E(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void stopsTheProviderAndChargesWhatItSold(String model) throws IOException {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("abort");
        var trace = Requests.traceId();
        var body = Requests.streamed(model, "Привет! [[sim tokens=%d chunks=200 gap=50ms]]".formatted(WHOLE_ANSWER));
        var stream = stack.http(account.key()).with("traceparent", Requests.traceparent(trace)).stream(body);
        // When
        for (var i = 0; i < 5; i++) {
            assertThat(stream.next()).isNotNull();
        }
        stream.close();
        // Then
        var cancelled = Eventually.get(
                "the provider sees the cancel",
                AT_ONCE,
                () -> stack.simulatorControl().cancelled(trace));
        var sold = cancelled.path("completion_tokens").asLong();
        var settled = operators.settled(account, stream.requestId());
        assertThat(settled.path("outcome").asText()).isEqualTo("client_gone");
        assertThat(settled.at("/usage/completion_tokens").asLong())
                .isBetween(1L, sold)
                .isLessThan(WHOLE_ANSWER);
        assertThat(settled.path("cost").asLong()).isPositive();
        Eventually.holds(
                "its hold is gone",
                Eventually.USUALLY,
                () -> operators.credits(account).path("held_micros").asLong() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {GIGACHAT, YANDEXGPT})
    void stopsTheProviderBeforeItsFirstByteToo(String model) {
        // Given
        var operators = stack.operators();
        var account = operators.newAccount("early-abort");
        var trace = Requests.traceId();
        // When
        stack.http(account.key())
                .with("traceparent", Requests.traceparent(trace))
                .abandonedChat(
                        Requests.plain(model, "Привет! [[sim latency=30s]]"),
                        () -> stack.simulatorControl().received(trace));
        // Then
        Eventually.get(
                "the provider sees the cancel",
                AT_ONCE.plus(AT_ONCE),
                () -> stack.simulatorControl().cancelled(trace));
        Eventually.holds(
                "the generation is in the books", Eventually.USUALLY, () -> operators.generations(account) == 1);
        Eventually.holds(
                "its hold is gone",
                Eventually.USUALLY,
                () -> operators.credits(account).path("held_micros").asLong() == 0);
    }
}
