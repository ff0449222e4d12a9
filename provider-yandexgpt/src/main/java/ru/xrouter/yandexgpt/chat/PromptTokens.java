package ru.xrouter.yandexgpt.chat;

import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.TokenCounter;
import ru.xrouter.yandexgpt.wire.CallHeaders;

/**
 * YandexGPT's own count of a prompt's tokens, chat template included: what a completion of the same request reports.
 */
record PromptTokens(ChatTranslation translation, CallHeaders headers) implements TokenCounter {
    private static final String PATH = "/foundationModels/v1/tokenizeCompletion";

    @Override
    public ProviderRequest request(ChatCompletionRequest request, ProviderModel model) {
        var body = translation.translate(request, model).body();
        return new ProviderRequest(PATH, headers.natively(translation.folder().of(model)), body, false);
    }

    @Override
    public int count(byte[] body) {
        return TokenListTranslation.count(body);
    }
}
