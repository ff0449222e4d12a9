package ru.xrouter.e2e.stack;

import java.time.Duration;
import java.util.List;

/** Processes that have just started are slow on small machines, and may refuse for it; tests begin when they are not. */
record WarmUp(int answers) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int IN_A_ROW = 20;

    static WarmUp of(Stack stack) {
        var http = stack.http();
        for (var model : List.of(Requests.GIGACHAT, Requests.YANDEXGPT)) {
            var row = new int[1];
            Eventually.holds("%d answers of %s in a row".formatted(IN_A_ROW, model), PATIENCE, () -> {
                var complete = Conversation.plain(http, Requests.plain(model, "Привет!"))
                                .complete()
                        && Conversation.streamed(http, Requests.streamed(model, "Привет!"))
                                .complete();
                row[0] = complete ? row[0] + 1 : 0;
                return row[0] == IN_A_ROW;
            });
        }
        return new WarmUp(2 * IN_A_ROW);
    }
}
