package ru.xrouter.provider;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;

/**
 * One provider's chat API, as its adapter supplies it. Everything is pure translation but {@link #authorization()};
 * calling, waiting, cancelling and streaming are the same for all providers and live in {@code provider.http}.
 */
public interface ChatProvider {
    /** The public name in answers, {@code GigaChat}. */
    String name();

    /** Base address of the API; a call's path is appended. */
    URI apiUrl();

    /**
     * Turns a request into the provider's.
     *
     * @throws ru.xrouter.api.chat.InvalidParameterException when the provider cannot serve it
     */
    ProviderCall call(ChatCompletionRequest request, String providerModel);

    /**
     * Headers that tie the calls of one conversation together, so that the provider may serve what it has read before
     * from its cache. Called only where it is known whose conversation it is: two accounts must never share a cache.
     */
    default Map<String, String> conversation(ChatCompletionRequest request, String providerModel, String accountId) {
        return Map.of();
    }

    /**
     * Reads a whole answer.
     *
     * @throws MalformedAnswerException when it is not what the provider documents
     */
    ProviderAnswer answer(ProviderCall call, byte[] body);

    /** A new reader for one streamed answer. */
    StreamTranslation stream(ProviderCall call);

    /** Reads a refusal: any status but 200. */
    ProviderFailure refusal(int status, @Nullable String retryAfter, byte[] body);

    /** The value of the {@code authorization} header, fetched when there is none in hand; null when none is needed. */
    Future<@Nullable String> authorization();

    /** The provider answered 401 to this authorization: the next {@link #authorization()} is a fresh one. */
    void rejected(@Nullable String authorization);

    /** The provider's embeddings, where it has them. */
    default Optional<EmbeddingProvider> embeddings() {
        return Optional.empty();
    }

    /** The provider's own token counter, where it has one; else tokens are estimated. */
    default Optional<TokenCounter> tokenCounter() {
        return Optional.empty();
    }

    /** TLS and connection settings that differ from the common ones. */
    default HttpClientOptions customize(HttpClientOptions options) {
        return options;
    }
}
