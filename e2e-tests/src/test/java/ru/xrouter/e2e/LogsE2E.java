package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.e2e.stack.Requests.GIGACHAT;
import static ru.xrouter.e2e.stack.Requests.YANDEXGPT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.Conversation;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Requests;
import ru.xrouter.e2e.stack.Stack;

/** No prompt, answer or key reaches a log, whatever happens to the request. */
@OnRunningStack
class LogsE2E {
    private final Stack stack;

    LogsE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void holdNeitherPromptsNorKeys() throws IOException {
        // Given
        var account = stack.operators().newAccount("logs");
        var canary = "канарейка-" + UUID.randomUUID();
        var http = stack.http(account.key());
        var wrongKey = "xr-" + UUID.randomUUID();
        // When
        for (var model : List.of(GIGACHAT, YANDEXGPT)) {
            for (var knobs : List.of("", "[[sim status=500]]", "[[sim garbage]]", "[[sim status=400]]")) {
                Conversation.plain(http, Requests.plain(model, canary + knobs));
                Conversation.streamed(http, Requests.streamed(model, canary + knobs));
            }
            Conversation.streamed(http, Requests.streamed(model, canary + "[[sim tokens=60 chunks=20 reset-after=3]]"));
        }
        http.chat("{\"model\":\"%s\",\"messages\":\"%s\"}".formatted(GIGACHAT, canary));
        http.chat("{\"model\":\"%s\"".formatted(canary));
        stack.http(wrongKey).chat(Requests.plain(GIGACHAT, canary));
        // Then
        var logs = stack.logs();
        assertThat(logs).hasSizeGreaterThanOrEqualTo(7);
        for (var log : logs) {
            assertThat(Files.readString(log, StandardCharsets.UTF_8))
                    .as(log.toString())
                    .doesNotContain(canary)
                    .doesNotContain(account.key())
                    .doesNotContain(wrongKey)
                    .doesNotContain(stack.key());
        }
    }
}
