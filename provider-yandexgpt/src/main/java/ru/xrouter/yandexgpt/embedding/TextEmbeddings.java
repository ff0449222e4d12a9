package ru.xrouter.yandexgpt.embedding;

import java.util.List;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.yandexgpt.wire.CallHeaders;
import ru.xrouter.yandexgpt.wire.Folder;

/** YandexGPT's embeddings: one call for each text. */
public record TextEmbeddings(Folder folder, CallHeaders headers) implements EmbeddingProvider {
    private static final String PATH = "/foundationModels/v1/textEmbedding";

    @Override
    public List<ProviderRequest> requests(EmbeddingRequest request, ProviderModel model) {
        var folderId = folder.of(model);
        return EmbeddingTranslation.bodies(request, folderId, model.name()).stream()
                .map(body -> new ProviderRequest(PATH, headers.natively(folderId), body, false))
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
