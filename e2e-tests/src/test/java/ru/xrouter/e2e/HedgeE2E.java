package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A provider that is slow to begin: the second one that the caller asked for answers, and both are in the books. */
@OnRunningStack
class HedgeE2E {
    private final Stack stack;
    private final Operators operators;
    private final Operators.Account account;

    HedgeE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
        this.account = operators.newAccount("hedge");
    }

    @Test
    void answersFromTheSecondWhenTheFirstIsSlowAndCancelsTheFirst() {
        // Given
        var body = """
                {"model":"%s","models":["%s"],"messages":[{"role":"user","content":"Привет!"}],
                 "provider":{"hedge_after_ms":500}}\
                """.formatted(GIGACHAT, YANDEXGPT);
        var trace = Requests.traceId();
        try (var _ = stack.simulatorControl().knobs("gigachat", "latency", "20s")) {
            // When
            var answer = stack.http(account.key())
                    .with("traceparent", Requests.traceparent(trace))
                    .chat(body);
            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header("x-xrouter-provider")).isEqualTo("YandexGPT");
            var cancelled = Eventually.get(
                    "the slow call is cancelled", () -> stack.simulatorControl().cancelled(trace));
            assertThat(cancelled.path("provider").asText()).isEqualTo("gigachat");
            var settled = operators.settled(account, answer.requestId());
            assertThat(settled.path("model").asText()).isEqualTo(YANDEXGPT);
            assertThat(settled.path("attempts").asInt()).isEqualTo(2);
            var told = stack.http(account.key())
                    .get("/v1/generation?id=" + answer.requestId())
                    .json()
                    .path("data");
            assertThat(told.path("given_up")).hasSize(1);
            assertThat(told.at("/given_up/0/model").asText()).isEqualTo(GIGACHAT);
            assertThat(told.at("/given_up/0/reason").asText()).isEqualTo("outpaced");
            assertThat(told.at("/given_up/0/tokens_estimated").asBoolean()).isTrue();
            assertThat(told.path("total_cost").decimalValue())
                    .isEqualByComparingTo(answer.json().at("/usage/cost").decimalValue());
        }
    }
}
