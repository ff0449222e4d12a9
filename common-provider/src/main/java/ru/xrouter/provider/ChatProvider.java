package ru.xrouter.provider;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.HostedTool;

/**
 * One provider's API, as its adapter supplies it. Everything is pure translation but {@link #authorization()}, {@link
 * #prepare} and {@link #fetch}; calling, waiting, cancelling and streaming are the same for all providers and live in {@code provider.http}.
 */
public interface ChatProvider {
    /** The public name in answers, {@code GigaChat}. */
    String name();

    /** Base address of the API; a call's path is appended. */
    URI apiUrl();

    /** Tools that the provider runs itself for a model; a request for another is refused by name. */
    default Set<HostedTool.Kind> hostedTools(ProviderModel model) {
        return Set.of();
    }

    /** The provider's APIs besides the native one, by the names that the catalogue uses. Others are never asked for. */
    default Set<String> surfaces() {
        return Set.of();
    }

    /**
     * Makes a chat request ready for {@link #call}: the place for what needs the provider itself, such as uploading the
     * images of its messages. Told on the caller's event loop; ends with the request when the router leaves.
     *
     * @param accountId whose request it is; null when it is not known
     */
    default Future<ChatCompletionRequest> prepare(
            ChatCompletionRequest request, ProviderModel model, @Nullable String accountId, ProviderCalls calls) {
        return Future.succeededFuture(request);
    }

    /**
     * Refuses what needs no call to be refused, before {@link #prepare}; asked where tokens are only counted too.
     *
     * @throws ru.xrouter.api.chat.InvalidParameterException when the provider cannot serve it
     */
    default void check(ChatCompletionRequest request, ProviderModel model) {}

    /**
     * Turns a request into the provider's.
     *
     * @throws ru.xrouter.api.chat.InvalidParameterException when the provider cannot serve it
     */
    ProviderCall call(ChatCompletionRequest request, ProviderModel model);

    /**
     * Headers that tie the calls of one conversation together, so that the provider may serve what it has read before
     * from its cache. Called only where it is known whose conversation it is: two accounts must never share a cache.
     */
    default Map<String, String> conversation(ChatCompletionRequest request, ProviderModel model, String accountId) {
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

    /**
     * Fetches a file that the provider made for an answer; asked only of providers whose answers name such files. Told on
     * the caller's event loop; ends when the router leaves.
     */
    default Future<byte[]> fetch(MadeFile file, ProviderCall call, ProviderCalls calls) {
        return Future.failedFuture(new MalformedAnswerException("The provider makes no files."));
    }

    /** Reads a refusal: any status but 200. */
    ProviderFailure refusal(ProviderRefusal refusal);

    /**
     * The provider's own words in a refusal, which the caller finds in {@code error.metadata} without what may be a secret;
     * empty where there are none, or where they are the operator's alone. Pure.
     */
    default String words(ProviderRefusal refusal) {
        return "";
    }

    /** Proves to the provider that we are calling. */
    Authorization authorization();

    /**
     * Proves to the provider that a customer is calling, with its own credential; {@link
     * ru.xrouter.provider.token.CustomerAuthorizations} keeps what has to be kept.
     *
     * @throws ProviderFailureException when it cannot be one of this provider's
     */
    default Authorization authorization(CustomerCredential credential) {
        throw new ProviderFailureException(new ProviderFailure.RefusedCredential());
    }

    /** The provider's embeddings, where it has them. */
    default Optional<EmbeddingProvider> embeddings() {
        return Optional.empty();
    }

    /** The provider's own token counter, where it has one for the model; else tokens are estimated. */
    default Optional<TokenCounter> tokenCounter(ProviderModel model) {
        return Optional.empty();
    }

    /** The provider's list of its models, where it has one. */
    default Optional<ModelLister> models() {
        return Optional.empty();
    }

    /**
     * A call that costs nothing and that the provider answers with 200 for a good credential alone; where there is one,
     * credentials can be checked by it.
     *
     * @param credential the customer's own; null for ours
     */
    default Optional<ProviderRequest> credentialCheck(@Nullable CustomerCredential credential) {
        return models().map(list -> list.request(credential));
    }

    /**
     * How many calls may run at the same time under a credential, by what the provider documents for contracts like it; 0
     * where it knows no such limit. A larger contract is configured.
     *
     * @param credential the customer's own; null for ours
     */
    default int callsAtOnce(@Nullable CustomerCredential credential) {
        return 0;
    }

    /** TLS and connection settings that differ from the common ones. */
    default HttpClientOptions customize(HttpClientOptions options) {
        return options;
    }
}
