package ru.xrouter.api.embedding;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for embeddings, read and checked.
 *
 * @param inputs texts in the caller's order; none of them empty
 * @param base64 whether vectors go out as base64 of little-endian floats, which is what OpenAI's SDKs ask for
 * @param dimensions null when the caller left it to the model
 * @param present names of all parameters with a value, in the caller's spelling
 */
public record EmbeddingRequest(
        String model,
        List<String> inputs,
        boolean base64,
        @Nullable Integer dimensions,
        Set<String> present) {
    public EmbeddingRequest {
        inputs = List.copyOf(inputs);
        present = Set.copyOf(present);
    }
}
