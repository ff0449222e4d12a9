package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A customer sees what a generation cost and what is left, and nobody else's. */
@OnRunningStack
class AccountE2E {
    private final Stack stack;
    private final Operators operators;
    private final Operators.Account account;

    AccountE2E(Stack stack) {
        this.stack = stack;
        this.operators = stack.operators();
        this.account = operators.newAccount("customer");
    }

    @Test
    void seesWhatAGenerationCost() {
        // Given
        var http = stack.http(account.key());
        var answer = http.chat(Requests.plain(GIGACHAT, "Привет!"));
        var cost = answer.json().at("/usage/cost").decimalValue();
        // When
        var generation = generation(http, answer.requestId());
        var credits = http.get("/v1/credits").json().path("data");
        // Then
        assertThat(cost).isPositive();
        assertThat(generation.path("id").asText()).isEqualTo(answer.requestId());
        assertThat(generation.path("model").asText()).isEqualTo(GIGACHAT);
        assertThat(generation.path("total_cost").decimalValue()).isEqualByComparingTo(cost);
        assertThat(credits.path("total_credits").decimalValue()).isEqualByComparingTo(new BigDecimal("1000"));
        assertThat(credits.path("total_usage").decimalValue()).isEqualByComparingTo(cost);
    }

    @Test
    void seesTheFinishReasonThatTheAnswerHad() {
        // Given
        var http = stack.http(account.key());
        var plain = Requests.plain(GIGACHAT, "call weather");
        // When
        var answer = http.chat(
                "%s,\"functions\":[{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}]}"
                        .formatted(plain.substring(0, plain.length() - 1)));
        // Then
        assertThat(answer.json().at("/choices/0/finish_reason").asText())
                .as(answer.body())
                .isEqualTo("function_call");
        assertThat(generation(http, answer.requestId()).path("finish_reason").asText())
                .isEqualTo("function_call");
    }

    private static JsonNode generation(Http http, String id) {
        return Eventually.get("the generation can be read", () -> {
                    var read = http.get("/v1/generation?id=" + id);
                    return read.status() == 200 ? Optional.of(read.json()) : Optional.empty();
                })
                .path("data");
    }

    @Test
    void seesNobodyElsesGeneration() {
        // Given
        var answer = stack.http(account.key()).chat(Requests.plain(GIGACHAT, "Привет!"));
        operators.settled(account, answer.requestId());
        var stranger = stack.http(operators.newAccount("stranger").key());
        // When
        var read = stranger.get("/v1/generation?id=" + answer.requestId());
        // Then
        assertThat(read.status()).as(read.body()).isEqualTo(404);
    }

    @Test
    void seesItsKeyButNotTheSecret() {
        // When
        var key = stack.http(account.key()).get("/v1/key");
        // Then
        assertThat(key.status()).as(key.body()).isEqualTo(200);
        assertThat(key.json().path("data").isObject()).isTrue();
        assertThat(key.body()).doesNotContain(account.key());
    }
}
