package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Eventually;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** A key's limits hold, and a client that meets one is told when to come back. */
@OnRunningStack
class RateLimitE2E {
    private static final int PER_MINUTE = 5;

    private final Stack stack;

    RateLimitE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void admitsNoMoreRequestsThanTheKeysLimit() {
        // Given
        var account = stack.operators().newAccount("limited", PER_MINUTE, 100);
        var http = stack.http(account.key());
        // When
        var answers = new ArrayList<Http.Answer>();
        for (var i = 0; i < PER_MINUTE + 2; i++) {
            answers.add(http.chat(Requests.plain(GIGACHAT, "Привет!")));
        }
        // Then
        assertThat(answers.subList(0, PER_MINUTE)).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("5");
            assertThat(answer.header("x-xrouter-limit-mode")).isEqualTo("global");
        });
        assertThat(answers.subList(0, PER_MINUTE).stream()
                        .map(answer -> answer.header("x-ratelimit-remaining-requests")))
                .containsExactly("4", "3", "2", "1", "0");
        assertThat(answers.subList(PER_MINUTE, answers.size())).allSatisfy(RateLimitE2E::assertLimited);
    }

    @Test
    void admitsNoMoreGenerationsAtATimeThanTheKeysLimit() throws IOException {
        // Given
        var account = stack.operators().newAccount("concurrent", 1000, 1);
        var http = stack.http(account.key());
        try (var running =
                http.stream(Requests.streamed(GIGACHAT, "Привет! [[sim tokens=300 chunks=100 gap=100ms]]"))) {
            assertThat(running.next()).isNotNull();
            // When
            var second = http.chat(Requests.plain(GIGACHAT, "Привет!"));
            // Then
            assertThat(second.status()).as(second.body()).isEqualTo(429);
            assertThat(second.header("retry-after")).matches("[1-9]\\d*");
            assertThat(second.json().at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        }
        Eventually.holds(
                "the place is free again once its client has left",
                Duration.ofSeconds(5),
                () -> http.chat(Requests.plain(GIGACHAT, "Привет!")).status() == 200);
    }

    private static void assertLimited(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.requestId()).startsWith("gen-");
        // One of five requests a minute comes back every twelve seconds.
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 12);
        assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("5");
        assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(answer.header("x-ratelimit-reset-requests")).matches("((\\d+h)?\\d+m)?\\d+(\\.\\d+)?s|\\d+ms");
        var error = answer.json().path("error");
        assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.has("param")).isTrue();
    }
}
