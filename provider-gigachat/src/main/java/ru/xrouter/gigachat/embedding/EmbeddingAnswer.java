package ru.xrouter.gigachat.embedding;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.EmbeddingProvider.Embedded;
import ru.xrouter.provider.MalformedAnswerException;

/** GigaChat's answer to a request for embeddings: one item for each text, each with its own count of tokens. */
@RegisterForReflection
record EmbeddingAnswer(
        @JsonProperty(value = "data", required = true) List<Item> data) {
    private static final ObjectReader READER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build()
            .readerFor(EmbeddingAnswer.class);

    @SuppressWarnings("ArrayRecordComponent") // The vector is handed on, never compared.
    @RegisterForReflection
    record Item(
            @JsonProperty(value = "index", required = true) int index,

            @JsonProperty(value = "embedding", required = true)
            float[] embedding,

            @JsonProperty(value = "usage", required = true) ItemUsage usage) {}

    @RegisterForReflection
    record ItemUsage(
            @JsonProperty(value = "prompt_tokens", required = true)
            int promptTokens) {}

    static EmbeddingAnswer read(byte[] body) {
        try {
            @Nullable EmbeddingAnswer answer = READER.readValue(body);
            if (answer != null) {
                return answer;
            }
        } catch (IOException _) {
            // Jackson's message may quote the answer.
        }
        throw new MalformedAnswerException("The answer holds no embeddings.");
    }

    /** Vectors in the order of the texts, whatever the order of the items. */
    Embedded embedded() {
        var vectors = new float[data.size()][];
        int tokens = 0;
        for (var item : data) {
            place(item, vectors);
            tokens = Math.addExact(tokens, tokens(item));
        }
        return new Embedded(Arrays.asList(vectors), tokens);
    }

    private static void place(@Nullable Item item, float[][] vectors) {
        if (item == null || item.index < 0 || item.index >= vectors.length || vectors[item.index] != null) {
            throw new MalformedAnswerException("The embeddings are not numbered from 0 on.");
        }
        if (item.embedding.length == 0 || !isFinite(item.embedding)) {
            throw new MalformedAnswerException("An embedding is empty or not finite.");
        }
        vectors[item.index] = item.embedding;
    }

    private static boolean isFinite(float[] vector) {
        for (var number : vector) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    private static int tokens(Item item) {
        if (item.usage.promptTokens < 0 || item.usage.promptTokens > Usage.MOST_TOKENS) {
            throw new MalformedAnswerException("'prompt_tokens' is not a count.");
        }
        return item.usage.promptTokens;
    }
}
