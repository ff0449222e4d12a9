package ru.xrouter.yandexgpt.conversation;

import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.StopCut;
import ru.xrouter.yandexgpt.wire.WellFormed;

/** No API of Yandex documents stop sequences; here the text is ended at the first. */
public final class Stops {
    private Stops() {}

    public static StopCut of(ChatCompletionRequest request) {
        return new StopCut(request.stop().stream().map(WellFormed::text).toList());
    }
}
