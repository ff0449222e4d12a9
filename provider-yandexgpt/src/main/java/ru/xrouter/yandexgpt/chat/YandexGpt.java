package ru.xrouter.yandexgpt.chat;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenCounter;
import ru.xrouter.yandexgpt.YandexGptConfig;
import ru.xrouter.yandexgpt.embedding.TextEmbeddings;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;

/** YandexGPT's native API: text generation, embeddings and token counts. */
@Singleton
class YandexGpt implements ChatProvider {
    private static final String COMPLETION = "/foundationModels/v1/completion";

    private final YandexGptConfig config;
    private final Authorization authorization;
    private final ChatTranslation translation;
    private final EmbeddingProvider embeddings;
    private final TokenCounter tokenCounter;

    YandexGpt(YandexGptConfig config, Authorization authorization) {
        this.config = config;
        this.authorization = authorization;
        this.translation = new ChatTranslation(config.folderId(), config.reasoningModels());
        this.embeddings = new TextEmbeddings(config.folderId(), this::headers);
        this.tokenCounter = new PromptTokens(translation, this::headers);
    }

    @Override
    public String name() {
        return "YandexGPT";
    }

    @Override
    public URI apiUrl() {
        return config.apiUrl();
    }

    @Override
    public ProviderCall call(ChatCompletionRequest request, ProviderModel model) {
        var translated = translation.translate(request, model.name());
        return new ProviderCall(request, model, COMPLETION, headers(), translated.body(), translated.ignored());
    }

    private Map<String, String> headers() {
        return Map.of(
                "accept", "application/json", // The stream too: it is JSON in lines, not server-sent events.
                "x-folder-id", config.folderId(),
                "x-data-logging-enabled", Boolean.toString(config.dataLogging()),
                "x-client-request-id", UUID.randomUUID().toString());
    }

    @Override
    public ProviderAnswer answer(ProviderCall call, byte[] body) {
        return AnswerTranslation.answer(call.request(), body, YandexGpt::newCallId);
    }

    @Override
    public StreamTranslation stream(ProviderCall call) {
        return new CompletionStreamTranslation(call.request(), YandexGpt::newCallId);
    }

    private static String newCallId() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public ProviderFailure refusal(ProviderRefusal refusal) {
        return RefusalTranslation.refusal(refusal);
    }

    @Override
    public Optional<EmbeddingProvider> embeddings() {
        return Optional.of(embeddings);
    }

    @Override
    public Optional<TokenCounter> tokenCounter() {
        return Optional.of(tokenCounter);
    }

    @Override
    public Authorization authorization() {
        return authorization;
    }
}
