package ru.xrouter.gigachat.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.embedding.EmbeddingRequest;
import ru.xrouter.provider.EmbeddingProvider;
import ru.xrouter.provider.ProviderModel;
import ru.xrouter.provider.ProviderRequest;

/** Translates requests for embeddings into GigaChat's, and its answers back. Pure. */
public final class EmbeddingTranslation implements EmbeddingProvider {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/embeddings";

    /** What Sber's own integration for LangChain put into one request; the API itself documents no limit. */
    private static final int MOST_TEXTS = 90;

    private static final int MOST_CHARACTERS = 1_000_000;

    /** The last line are extensions that the router serves before an adapter sees them. */
    private static final Set<String> HONOURED = Set.of(
            "model", "input", "encoding_format", "dimensions", "models", "provider", "usage", "route", "transforms");

    private final Map<String, String> headers;

    public EmbeddingTranslation(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    @Override
    public List<ProviderRequest> requests(EmbeddingRequest request, ProviderModel model) {
        if (request.dimensions() != null) {
            throw new InvalidParameterException(
                    "dimensions",
                    "unsupported_parameter",
                    "GigaChat's vectors have the length that the model gives them; leave 'dimensions' out.");
        }
        return batches(request.inputs()).stream()
                .map(batch -> new ProviderRequest(PATH, headers, body(model.name(), batch), false))
                .toList();
    }

    @Override
    public List<String> ignored(EmbeddingRequest request) {
        var ignored = new TreeSet<>(request.present());
        ignored.removeAll(HONOURED);
        return List.copyOf(ignored);
    }

    @Override
    public Embedded answer(byte[] body) {
        return EmbeddingAnswer.read(body).embedded();
    }

    private static List<List<String>> batches(List<String> inputs) {
        var batches = new ArrayList<List<String>>();
        int from = 0;
        int characters = 0;
        for (int i = 0; i < inputs.size(); i++) {
            var length = inputs.get(i).length();
            if (i > from && (i - from == MOST_TEXTS || characters + length > MOST_CHARACTERS)) {
                batches.add(inputs.subList(from, i));
                from = i;
                characters = 0;
            }
            characters += length;
        }
        batches.add(inputs.subList(from, inputs.size()));
        return batches;
    }

    private static byte[] body(String model, List<String> inputs) {
        var json = JSON.createObjectNode().put("model", model);
        inputs.forEach(json.putArray("input")::add);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
