package ru.xrouter.provider.http;

import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.ProviderModel;

/** What a chat request is refused for before anything is called or counted for it. */
final class RequestCheck {
    private RequestCheck() {}

    /** @throws ru.xrouter.api.chat.InvalidParameterException when the model cannot serve the request */
    static void check(ChatProvider provider, ChatCompletionRequest request, ProviderModel model) {
        var known = provider.hostedTools(model);
        for (var tool : request.hostedTools()) {
            if (!known.contains(tool.kind())) {
                throw tool.refused();
            }
        }
        provider.check(request, model);
    }
}
