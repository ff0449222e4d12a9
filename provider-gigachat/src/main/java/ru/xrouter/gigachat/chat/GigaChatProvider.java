package ru.xrouter.gigachat.chat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage.UserMessage;
import ru.xrouter.api.chat.HostedTool;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.gigachat.GigaChatConfig;
import ru.xrouter.gigachat.embedding.EmbeddingTranslation;
import ru.xrouter.gigachat.image.Images;
import ru.xrouter.gigachat.tls.Trust;
import ru.xrouter.gigachat.token.AccessTokens;
import ru.xrouter.gigachat.token.Contracts;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderCalls;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenCounter;

/** GigaChat's API: chat in both of its versions, images, embeddings, token counts and models. */
@Singleton
class GigaChatProvider implements ChatProvider {
    /** The catalogue's name for the second version of the chat API. */
    private static final String V2 = "v2";

    private static final String PATH = "/chat/completions";
    private static final String SESSION_ID = "x-session-id";
    private static final String CLIENT_ID = "x-client-id";

    private final GigaChatConfig config;
    private final AccessTokens tokens;
    private final Images images;
    private final URI apiUrl;
    private final String v2Url;
    private final Map<String, String> headers;
    private final SessionIds sessions;
    private final EmbeddingProvider embeddings;
    private final TokenCounter tokenCounter;
    private final ModelLister models;

    GigaChatProvider(GigaChatConfig config, AccessTokens tokens, Images images) {
        this.config = config;
        this.tokens = tokens;
        this.images = images;
        this.apiUrl = checked(config.apiUrl(), "api-url");
        this.v2Url = checked(config.apiV2Url(), "api-v2-url") + PATH;
        this.headers = Map.of("user-agent", config.userAgent());
        this.sessions = new SessionIds(secret(config));
        this.embeddings = new EmbeddingTranslation(headers);
        this.tokenCounter = new TokenCountTranslation(headers);
        this.models = new ModelListTranslation(headers);
    }

    /** What nobody but us has: the key of the certificate by which GigaChat knows us, or else the authorization key. */
    private static String secret(GigaChatConfig config) {
        if (config.clientKey().isEmpty()) {
            return config.credentials().strip();
        }
        try {
            return Files.readString(config.clientKey().get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI checked(URI url, String setting) {
        if (url.getHost() == null || url.getPath().endsWith("/")) {
            throw new IllegalStateException(
                    "xrouter.gigachat.%s=%s must be an address without a slash at its end.".formatted(setting, url));
        }
        return url;
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
    public int callsAtOnce(@Nullable CustomerCredential credential) {
        return Contracts.callsAtOnce(config, credential);
    }

    @Override
    public Set<String> surfaces() {
        return Set.of(V2);
    }

    @Override
    public Set<HostedTool.Kind> hostedTools(ProviderModel model) {
        if (!V2.equals(model.surface())) {
            return Set.of(HostedTool.Kind.IMAGE_GENERATION);
        }
        var all = EnumSet.allOf(HostedTool.Kind.class);
        if (model.credential() == null) {
            // What GigaChat remembers belongs to the contract, and all accounts share ours.
            all.remove(HostedTool.Kind.MEMORY);
        }
        return all;
    }

    @Override
    public Future<ChatCompletionRequest> prepare(
            ChatCompletionRequest request, ProviderModel model, @Nullable String accountId, ProviderCalls calls) {
        var seen = request.messages().stream().anyMatch(it -> it instanceof UserMessage user && user.hasImages());
        return seen
                ? images.uploaded(request, uploads(model.credential(), accountId, calls))
                : Future.succeededFuture(request);
    }

    @Override
    public void check(ChatCompletionRequest request, ProviderModel model) {
        images.check(request, model);
        if (!V2.equals(model.surface())
                && !request.tools().isEmpty()
                && !request.hostedTools().isEmpty()) {
            throw new InvalidParameterException(
                    request.hostedTools().getFirst().param(),
                    "unsupported_value",
                    "This model does not draw while it has functions to call.");
        }
    }

    private Images.Uploads uploads(
            @Nullable CustomerCredential credential, @Nullable String accountId, ProviderCalls calls) {
        if (credential == null) {
            return new Images.Uploads(calls, tokens, accountId);
        }
        var owner = accountId == null ? null : accountId + "\n" + credential.fingerprint();
        return new Images.Uploads(calls, tokens.of(credential), owner);
    }

    @Override
    public ProviderCall call(ChatCompletionRequest request, ProviderModel model) {
        var reasons = config.reasoningModels().contains(model.name());
        var wanted = reasons ? request : request.withoutReasoning();
        var isV2 = V2.equals(model.surface());
        var ignored = IgnoredParameters.of(request, reasons, isV2);
        return isV2
                ? new ProviderCall(
                        request, model, v2Url, headers, ChatTranslationV2.body(wanted, model.name()), ignored)
                : new ProviderCall(request, model, PATH, headers, ChatTranslation.body(wanted, model.name()), ignored);
    }

    @Override
    public Map<String, String> conversation(ChatCompletionRequest request, ProviderModel model, String accountId) {
        var session = sessions.of(request, model.name(), accountId);
        var tied = new HashMap<String, String>();
        if (session != null) {
            tied.put(SESSION_ID, session);
        }
        if (HostedTool.makeFiles(request.hostedTools())) {
            // What one account has had made, no other is given, whatever file its model names.
            tied.put(CLIENT_ID, sessions.client(accountId));
        }
        return tied;
    }

    @Override
    public Future<byte[]> fetch(MadeFile file, ProviderCall call, ProviderCalls calls) {
        var credential = call.model().credential();
        var authorization = credential == null ? tokens : tokens.of(credential);
        return images.made(file.id(), call.headers().get(CLIENT_ID), calls, authorization);
    }

    @Override
    public ProviderAnswer answer(ProviderCall call, byte[] body) {
        return V2.equals(call.model().surface())
                ? AnswerTranslationV2.answer(call.request(), body)
                : AnswerTranslation.answer(call.request(), body);
    }

    @Override
    public StreamTranslation stream(ProviderCall call) {
        return V2.equals(call.model().surface())
                ? new EventTranslationV2(call.request())
                : new EventTranslation(call.request());
    }

    @Override
    public ProviderFailure refusal(ProviderRefusal refusal) {
        if (RefusalTranslation.isFileGone(refusal)) {
            images.gone(refusal.request().body());
        }
        return RefusalTranslation.failure(refusal);
    }

    @Override
    public String words(ProviderRefusal refusal) {
        return RefusalTranslation.words(refusal);
    }

    @Override
    public Authorization authorization() {
        return tokens;
    }

    @Override
    public Authorization authorization(CustomerCredential credential) {
        return tokens.of(credential);
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
    public Optional<ModelLister> models() {
        return Optional.of(models);
    }

    @Override
    public HttpClientOptions customize(HttpClientOptions options) {
        return Trust.applyToApi(options, config);
    }
}
