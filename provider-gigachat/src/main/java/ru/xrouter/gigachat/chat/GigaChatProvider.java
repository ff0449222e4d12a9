package ru.xrouter.gigachat.chat;

import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.Trust;
import ru.xrouter.gigachat.embedding.EmbeddingTranslation;
import ru.xrouter.gigachat.token.AccessTokens;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenCounter;

/** GigaChat's v1 API: chat, embeddings and token counts. */
@Singleton
class GigaChatProvider implements ChatProvider {
    private static final String PATH = "/chat/completions";
    private static final String SESSION_ID = "x-session-id";

    private final GigaChatConfig config;
    private final AccessTokens tokens;
    private final URI apiUrl;
    private final Map<String, String> headers;
    private final SessionIds sessions;
    private final EmbeddingProvider embeddings;
    private final TokenCounter tokenCounter;

    GigaChatProvider(GigaChatConfig config, AccessTokens tokens) {
        this.config = config;
        this.tokens = tokens;
        this.apiUrl = config.apiUrl();
        if (apiUrl.getHost() == null || apiUrl.getPath().endsWith("/")) {
            throw new IllegalStateException(
                    "xrouter.gigachat.api-url=%s must be an address without a slash at its end.".formatted(apiUrl));
        }
        this.headers = Map.of("user-agent", config.userAgent());
        this.sessions = new SessionIds(config.credentials().strip());
        this.embeddings = new EmbeddingTranslation(headers);
        this.tokenCounter = new TokenCountTranslation(headers);
    }

    @Override
    public String name() {
        return "GigaChat";
    }

    @Override
    public URI apiUrl() {
        return apiUrl;
    }

    @Override
    public ProviderCall call(ChatCompletionRequest request, ProviderModel model) {
        return new ProviderCall(
                request,
                model,
                PATH,
                headers,
                ChatTranslation.body(request, model.name()),
                IgnoredParameters.of(request));
    }

    @Override
    public Map<String, String> conversation(ChatCompletionRequest request, ProviderModel model, String accountId) {
        var session = sessions.of(request, model.name(), accountId);
        return session == null ? Map.of() : Map.of(SESSION_ID, session);
    }

    @Override
    public ProviderAnswer answer(ProviderCall call, byte[] body) {
        return AnswerTranslation.answer(call.request(), body);
    }

    @Override
    public StreamTranslation stream(ProviderCall call) {
        return new EventTranslation(call.request());
    }

    @Override
    public ProviderFailure refusal(ProviderRefusal refusal) {
        return RefusalTranslation.failure(refusal);
    }

    @Override
    public Authorization authorization() {
        return tokens;
    }

    @Override
    public Optional<EmbeddingProvider> embeddings() {
        return Optional.of(embeddings);
    }

    @Override
    public Optional<TokenCounter> tokenCounter(ProviderModel model) {
        return Optional.of(tokenCounter);
    }

    @Override
    public HttpClientOptions customize(HttpClientOptions options) {
        return Trust.apply(options, config);
    }
}
