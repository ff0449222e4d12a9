package ru.xrouter.api.embedding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** Writes embeddings in OpenAI's wire format, without the usage, which the router appends with the cost. Pure. */
public final class EmbeddingWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private EmbeddingWriter() {}

    /** @param vectors in the order of the inputs */
    public static byte[] write(String model, String provider, List<float[]> vectors, boolean base64) {
        var out = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeStringField("model", model);
            json.writeStringField("provider", provider);
            json.writeArrayFieldStart("data");
            for (int i = 0; i < vectors.size(); i++) {
                embedding(json, i, vectors.get(i), base64);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void embedding(JsonGenerator json, int index, float[] vector, boolean base64) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "embedding");
        json.writeNumberField("index", index);
        if (base64) {
            json.writeStringField("embedding", encoded(vector));
        } else {
            json.writeArrayFieldStart("embedding");
            for (var number : vector) {
                json.writeNumber(number);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String encoded(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
