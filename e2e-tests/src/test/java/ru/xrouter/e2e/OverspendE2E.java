package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Operators;
import ru.xrouter.e2e.stack.ReplicatedStack;
import ru.xrouter.e2e.stack.Stack;

/** An account spends what it has and not a micro-rouble more, however many ask at the same time. */
@OnRunningStack
@Order(ReplicatedStack.TESTED_LAST)
class OverspendE2E {
    private static final int AT_ONCE = 300;
    private static final int AFFORDABLE = 40;
    private static final String BODY = """
            {"model":"%s","max_tokens":50,"messages":[{"role":"user","content":"Почему? [[sim tokens=50]]"}]}\
            """.formatted(GIGACHAT);

    private final Stack stack;

    OverspendE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void neverSpendsMoreThanTheBalanceAndUsesItUp() throws Exception {
        spendsAllAndNoMore(stack);
    }

    @Test
    void norThroughTwoGatewaysAndTwoRouters() throws Exception {
        var replicated = ReplicatedStack.beside(stack);
        var before = generations(replicated);
        spendsAllAndNoMore(replicated.stack());
        var after = generations(replicated);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).allSatisfy((process, count) -> assertThat(count).isGreaterThan(before.get(process)));
    }

    /** How many went through each gateway and each router. */
    private static Map<String, Double> generations(ReplicatedStack replicated) {
        var counts = new TreeMap<String, Double>();
        for (var replica = 1; replica <= ReplicatedStack.REPLICAS; replica++) {
            counts.put(
                    "gateway " + replica,
                    replicated.metric("gateway-service", replica, "xrouter_gateway_limit_decisions_total"));
            counts.put("router " + replica, replicated.metric("router-service", replica, "xrouter_router_holds_total"));
        }
        return counts;
    }

    private static void spendsAllAndNoMore(Stack stack) throws Exception {
        // Given
        var operators = stack.operators();
        var account = operators.newAccountWithoutCredit("overspend");
        var http = stack.http(account.key());
        var hold = roubles(http.chat(BODY).json().at("/error/metadata/most_it_could_cost"));
        var balance = hold.multiply(BigDecimal.valueOf(AFFORDABLE));
        operators.topUp(account.id(), balance.toPlainString());
        // When
        var answers = atOnce(http);
        // Then
        var paid = new ArrayList<>(
                answers.stream().filter(answer -> answer.status() == 200).toList());
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isIn(200, 402));
        assertThat(paid).hasSizeGreaterThanOrEqualTo(AFFORDABLE);
        // What a generation did not use is free again once it is settled, and can be spent too.
        settle(operators, account);
        for (var answer = http.chat(BODY); answer.status() == 200; answer = http.chat(BODY)) {
            paid.add(answer);
            settle(operators, account);
        }
        var spent = paid.stream()
                .map(answer -> roubles(answer.json().at("/usage/cost")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        var credits = operators.credits(account);
        assertThat(micros(spent)).isEqualTo(credits.path("spent_micros").asLong());
        assertThat(credits.path("balance_micros").asLong()).isBetween(0L, micros(hold) - 1);
        assertThat(micros(balance) - micros(spent))
                .isEqualTo(credits.path("balance_micros").asLong());
        assertThat(operators.generations(account)).isEqualTo(paid.size());
        assertThat(operators.audit().path("differing").asLong()).isZero();
    }

    private static void settle(Operators operators, Operators.Account account) {
        Eventually.holds(
                "nothing is held any more",
                Eventually.USUALLY,
                () -> operators.credits(account).path("held_micros").asLong() == 0);
    }

    private static List<Http.Answer> atOnce(Http http) throws InterruptedException, ExecutionException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Http.Answer>>();
            for (var i = 0; i < AT_ONCE; i++) {
                running.add(executor.submit(() -> http.chat(BODY)));
            }
            var answers = new ArrayList<Http.Answer>();
            for (var answer : running) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static BigDecimal roubles(JsonNode node) {
        return new BigDecimal(node.asText());
    }

    private static long micros(BigDecimal roubles) {
        return roubles.movePointRight(6).longValueExact();
    }
}
