package ru.xrouter.yandexgpt.embedding;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;

/**
 * YandexGPT's embeddings: one call for each text.
 *
 * @param headers of a new call
 */
public record TextEmbeddings(String folderId, Supplier<Map<String, String>> headers) implements EmbeddingProvider {
    private static final String PATH = "/foundationModels/v1/textEmbedding";

    @Override
    public List<ProviderRequest> requests(EmbeddingRequest request, ProviderModel model) {
        return EmbeddingTranslation.bodies(request, folderId, model.name()).stream()
                .map(body -> new ProviderRequest(PATH, headers.get(), body, false))
                .toList();
    }

    @Override
    public List<String> ignored(EmbeddingRequest request) {
        return EmbeddingTranslation.ignored(request);
    }

    @Override
    public Embedded answer(byte[] body) {
        return EmbeddingTranslation.answer(body);
    }
}
