package ru.xrouter.yandexgpt.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.provider.EmbeddingProvider.Embedded;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.yandexgpt.wire.JsonBody;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;
import ru.xrouter.yandexgpt.wire.TokenCounts;

/** Translates requests for embeddings into YandexGPT's, which takes one text at a time. Pure. */
final class EmbeddingTranslation {
    private static final ObjectReader JSON = new JsonMapper().reader();

    /** The one model that makes vectors of several sizes. */
    private static final String SEVERAL_SIZES = "text-embeddings";

    private static final Set<String> HONOURED = Set.of("model", "input", "encoding_format", "dimensions");
    private static final Set<String> THE_ROUTERS = Set.of("models", "provider", "usage", "route", "transforms");

    private EmbeddingTranslation() {}

    /** A body for each input, in their order. */
    static List<byte[]> bodies(EmbeddingRequest request, String folderId, String providerModel) {
        if (request.dimensions() != null && !hasSeveralSizes(providerModel)) {
            throw new InvalidParameterException(
                    "dimensions", "unsupported_parameter", "This model makes vectors of one size: omit 'dimensions'.");
        }
        var uri = "emb://%s/%s".formatted(folderId, providerModel);
        return request.inputs().stream().map(text -> body(request, uri, text)).toList();
    }

    private static boolean hasSeveralSizes(String providerModel) {
        return providerModel.equals(SEVERAL_SIZES) || providerModel.startsWith(SEVERAL_SIZES + "/");
    }

    private static byte[] body(EmbeddingRequest request, String uri, String text) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("modelUri", uri);
        body.put("text", text);
        if (request.dimensions() != null) {
            body.put("dim", request.dimensions().toString());
        }
        return JsonBody.bytes(body);
    }

    static List<String> ignored(EmbeddingRequest request) {
        return request.present().stream()
                .filter(name -> !HONOURED.contains(name) && !THE_ROUTERS.contains(name))
                .sorted()
                .toList();
    }

    /**
     * Reads the embedding of one text.
     *
     * @throws ProviderFailureException when it is an error in place of an answer
     * @throws MalformedAnswerException when it is neither
     */
    static Embedded answer(byte[] json) {
        var root = parse(json);
        if (root.hasNonNull("error")) {
            throw RefusalTranslation.inPlaceOfAnAnswer(Operation.EMBEDDINGS, root);
        }
        return new Embedded(List.of(vector(root.path("embedding"))), TokenCounts.count(root.path("numTokens")));
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException _) {
            throw new MalformedAnswerException("The answer is not JSON.");
        }
    }

    private static float[] vector(JsonNode embedding) {
        if (!embedding.isArray() || embedding.isEmpty()) {
            throw new MalformedAnswerException("The answer has no embedding.");
        }
        var vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            var number = embedding.get(i);
            if (!number.isNumber() || !Float.isFinite(number.floatValue())) {
                throw new MalformedAnswerException("An embedding holds something that is not a number.");
            }
            vector[i] = number.floatValue();
        }
        return vector;
    }
}
