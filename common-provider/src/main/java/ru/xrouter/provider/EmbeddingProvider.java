package ru.xrouter.provider;

import java.util.List;
import ru.xrouter.api.embedding.EmbeddingRequest;

/** One provider's embeddings API: pure translation, like {@link ChatProvider}. */
public interface EmbeddingProvider {
    /**
     * Splits a request into as many as the provider's limits need, in the order of the inputs.
     *
     * @throws ru.xrouter.api.chat.InvalidParameterException when the provider cannot serve it
     */
    List<ProviderRequest> requests(EmbeddingRequest request, ProviderModel model);

    /** The caller's parameters that this provider cannot honour. */
    List<String> ignored(EmbeddingRequest request);

    /**
     * Reads one answer.
     *
     * @throws MalformedAnswerException when it is not what the provider documents
     */
    Embedded answer(byte[] body);

    /** Vectors in the order of the request's inputs, and the tokens they took. */
    record Embedded(List<float[]> vectors, int promptTokens) {
        public Embedded {
            vectors = List.copyOf(vectors);
        }
    }
}
