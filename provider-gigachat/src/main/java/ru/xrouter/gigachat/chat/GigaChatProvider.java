package ru.xrouter.gigachat.chat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.Trust;
import ru.xrouter.gigachat.token.AccessTokens;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.StreamTranslation;

/** GigaChat's v1 chat API. */
@Singleton
class GigaChatProvider implements ChatProvider {
    private static final String PATH = "/chat/completions";

    private final GigaChatConfig config;
    private final AccessTokens tokens;
    private final URI apiUrl;
    private final Map<String, String> headers;

    GigaChatProvider(GigaChatConfig config, AccessTokens tokens) {
        this.config = config;
        this.tokens = tokens;
        this.apiUrl = config.apiUrl();
        if (apiUrl.getHost() == null || apiUrl.getPath().endsWith("/")) {
            throw new IllegalStateException(
                    "xrouter.gigachat.api-url=%s must be an address without a slash at its end.".formatted(apiUrl));
        }
        this.headers = Map.of("user-agent", config.userAgent());
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
    public ProviderCall call(ChatCompletionRequest request, String providerModel) {
        return new ProviderCall(
                request, PATH, headers, ChatTranslation.body(request, providerModel), IgnoredParameters.of(request));
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
    public ProviderFailure refusal(int status, @Nullable String retryAfter, byte[] body) {
        return RefusalTranslation.failure(status, retryAfter, body);
    }

    @Override
    public Future<@Nullable String> authorization() {
        return tokens.authorization();
    }

    @Override
    public void rejected(@Nullable String authorization) {
        tokens.rejected(authorization);
    }

    @Override
    public HttpClientOptions customize(HttpClientOptions options) {
        return Trust.apply(options, config);
    }
}
