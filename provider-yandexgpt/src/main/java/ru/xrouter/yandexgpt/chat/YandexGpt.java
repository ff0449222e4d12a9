package ru.xrouter.yandexgpt.chat;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderCall;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRefusal;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenCounter;
import ru.xrouter.yandexgpt.YandexGptConfig;
import ru.xrouter.yandexgpt.embedding.TextEmbeddings;
import ru.xrouter.yandexgpt.models.CredentialCheck;
import ru.xrouter.yandexgpt.models.ModelList;
import ru.xrouter.yandexgpt.openai.OpenAiAnswerTranslation;
import ru.xrouter.yandexgpt.openai.OpenAiModels;
import ru.xrouter.yandexgpt.openai.OpenAiRequestTranslation;
import ru.xrouter.yandexgpt.openai.OpenAiStreamTranslation;
import ru.xrouter.yandexgpt.token.CustomerCredentials;
import ru.xrouter.yandexgpt.wire.CallHeaders;
import ru.xrouter.yandexgpt.wire.Folder;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;

/** Yandex's text APIs: the native one, and the OpenAI-compatible one for the models that only it serves. */
@Singleton
class YandexGpt implements ChatProvider {
    /** What the catalogue calls the OpenAI-compatible API. */
    static final String OPENAI = "openai";

    private static final String COMPLETION = "/foundationModels/v1/completion";
    private static final String CHAT_COMPLETIONS = "/v1/chat/completions";

    private final YandexGptConfig config;
    private final Authorization authorization;
    private final CustomerCredentials customers;
    private final Folder folder;
    private final CallHeaders headers;
    private final ChatTranslation translation;
    private final OpenAiRequestTranslation openAi;
    private final EmbeddingProvider embeddings;
    private final TokenCounter tokenCounter;
    private final ModelLister models;
    private final CredentialCheck credentialCheck;

    YandexGpt(YandexGptConfig config, Authorization authorization, CustomerCredentials customers) {
        this.config = config;
        this.authorization = authorization;
        this.customers = customers;
        folder = new Folder(config.folderId());
        headers = new CallHeaders(config.dataLogging());
        translation = new ChatTranslation(folder, config.reasoningModels());
        openAi = new OpenAiRequestTranslation(
                folder, new OpenAiModels(config.ownModels(), config.reasoningModels(), config.visionModels()));
        embeddings = new TextEmbeddings(folder, headers);
        tokenCounter = new PromptTokens(translation, headers);
        models = new ModelList(folder, headers);
        credentialCheck = new CredentialCheck(folder, headers);
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
    public Set<String> surfaces() {
        return Set.of(OPENAI);
    }

    @Override
    public ProviderCall call(ChatCompletionRequest request, ProviderModel model) {
        if (isOpenAi(model)) {
            var translated = openAi.translate(request, model);
            return new ProviderCall(
                    request,
                    model,
                    CHAT_COMPLETIONS,
                    headers.openAi(folder.of(model)),
                    translated.body(),
                    translated.ignored());
        }
        var translated = translation.translate(request, model);
        return new ProviderCall(
                request,
                model,
                COMPLETION,
                headers.natively(folder.of(model)),
                translated.body(),
                translated.ignored());
    }

    @Override
    public ProviderAnswer answer(ProviderCall call, byte[] body) {
        return isOpenAi(call.model())
                ? OpenAiAnswerTranslation.answer(call.request(), body, YandexGpt::newCallId)
                : AnswerTranslation.answer(call.request(), body, YandexGpt::newCallId);
    }

    @Override
    public StreamTranslation stream(ProviderCall call) {
        return isOpenAi(call.model())
                ? new OpenAiStreamTranslation(call.request(), YandexGpt::newCallId)
                : new CompletionStreamTranslation(call.request(), YandexGpt::newCallId);
    }

    private static boolean isOpenAi(ProviderModel model) {
        return OPENAI.equals(model.surface());
    }

    private static String newCallId() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public ProviderFailure refusal(ProviderRefusal refusal) {
        return RefusalTranslation.refusal(refusal);
    }

    @Override
    public String words(ProviderRefusal refusal) {
        return RefusalTranslation.words(refusal);
    }

    /** Generations that a folder may run at the same time, by the service's quotas and limits; more are granted on request. */
    @Override
    public int callsAtOnce(@Nullable CustomerCredential credential) {
        return 10;
    }

    @Override
    public Optional<EmbeddingProvider> embeddings() {
        return Optional.of(embeddings);
    }

    /** Only the native API counts: whether it knows the tokens of models that it does not serve is not documented. */
    @Override
    public Optional<TokenCounter> tokenCounter(ProviderModel model) {
        return isOpenAi(model) ? Optional.empty() : Optional.of(tokenCounter);
    }

    @Override
    public Optional<ModelLister> models() {
        return Optional.of(models);
    }

    @Override
    public Optional<ProviderRequest> credentialCheck(@Nullable CustomerCredential credential) {
        return Optional.of(credentialCheck.request(credential));
    }

    @Override
    public Authorization authorization() {
        return authorization;
    }

    @Override
    public Authorization authorization(CustomerCredential credential) {
        return customers.authorization(credential);
    }
}
