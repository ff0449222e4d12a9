package ru.xrouter.provider.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;

/** Embeddings of at most two texts a call, a line for each: sent as they are, answered as numbers between spaces. */
final class ToyEmbeddings implements EmbeddingProvider {
    private static final int AT_ONCE = 2;
    private static final int TOKENS_PER_TEXT = 5;

    @Override
    public List<ProviderRequest> requests(EmbeddingRequest request, ProviderModel model) {
        var requests = new ArrayList<ProviderRequest>();
        var inputs = request.inputs();
        for (int i = 0; i < inputs.size(); i += AT_ONCE) {
            var batch = String.join("\n", inputs.subList(i, Math.min(i + AT_ONCE, inputs.size())));
            requests.add(new ProviderRequest(
                    "/embed", Map.of("x-toy", model.name()), batch.getBytes(StandardCharsets.UTF_8), false));
        }
        return requests;
    }

    @Override
    public List<String> ignored(EmbeddingRequest request) {
        return request.dimensions() == null ? List.of() : List.of("dimensions");
    }

    @Override
    public Embedded answer(byte[] body) {
        var vectors = new String(body, StandardCharsets.UTF_8)
                .lines()
                .map(ToyEmbeddings::vector)
                .toList();
        return new Embedded(vectors, TOKENS_PER_TEXT * vectors.size());
    }

    private static float[] vector(String line) {
        var numbers = Arrays.asList(line.split(" ", -1));
        var vector = new float[numbers.size()];
        try {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = Float.parseFloat(numbers.get(i));
            }
        } catch (NumberFormatException _) {
            throw new MalformedAnswerException("not a number");
        }
        return vector;
    }
}
