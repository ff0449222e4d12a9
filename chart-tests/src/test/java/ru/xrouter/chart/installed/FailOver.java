package ru.xrouter.chart.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.chart.installed.Running.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** What an installation keeps to when a Redis master dies. */
final class FailOver {
    private final Running running;
    private int answered;

    private FailOver(Running running) {
        this.running = running;
    }

    /** Answers and limits go on, a revoked key is refused, and every answer is charged once. */
    static void isSurvived(Running running, Runnable failOver) throws Exception {
        new FailOver(running).isSurvived(failOver);
    }

    private void isSurvived(Runnable failOver) throws Exception {
        // Given
        var account = running.newAccount();
        var key = running.newKey(account);
        var revoked = running.newKey(account);
        ok(chat(key));
        ok(chat(revoked));
        // When
        failOver.run();
        // Then
        ok(Running.await(() -> chat(key), FailOver::answeredWithLimitsOfAll));
        running.revoke(revoked);
        var refused = Running.await(() -> chat(revoked), answer -> answer.statusCode() == 401);
        assertThat(refused.statusCode()).isEqualTo(401);
        var ledger = running.awaitSettled(answered);
        assertThat(ledger.path("ledger_micros").asLong())
                .isEqualTo(ledger.path("balance_micros").asLong())
                .isLessThan(1_000_000_000);
    }

    private HttpResponse<String> chat(JsonNode key) throws Exception {
        var answer = running.chat(key.path("key").asText(), "gigachat/GigaChat-2", "Как пройти в библиотеку?");
        answered += answer.statusCode() == 200 ? 1 : 0;
        return answer;
    }

    /** A gateway that has no Redis yet answers too, by limits of its own. */
    private static boolean answeredWithLimitsOfAll(HttpResponse<String> answer) {
        return answer.statusCode() == 200
                && answer.headers()
                        .firstValue("x-xrouter-limit-mode")
                        .orElse("")
                        .equals("global");
    }
}
