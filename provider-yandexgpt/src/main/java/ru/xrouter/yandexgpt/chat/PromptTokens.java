package ru.xrouter.yandexgpt.chat;

import java.util.Map;
import java.util.function.Supplier;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.TokenCounter;

/**
 * YandexGPT's own count of a prompt's tokens, chat template included: what a completion of the same request reports.
 *
 * @param headers of a new call
 */
record PromptTokens(ChatTranslation translation, Supplier<Map<String, String>> headers) implements TokenCounter {
    private static final String PATH = "/foundationModels/v1/tokenizeCompletion";

    @Override
    public ProviderRequest request(ChatCompletionRequest request, ProviderModel model) {
        var body = translation.translate(request, model.name()).body();
        return new ProviderRequest(PATH, headers.get(), body, false);
    }

    @Override
    public int count(byte[] body) {
        return TokenListTranslation.count(body);
    }
}
