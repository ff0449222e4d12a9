package ru.xrouter.api.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.usage.Usage;

/** The parts that all of OpenAI's answer formats share. */
final class AnswerJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int USUAL_SIZE = 512;

    private AnswerJson() {}

    /** Writes the members of an object. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Content members) {
        var out = new ByteArrayOutputStream(USUAL_SIZE);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] event(Content members) {
        return event(object(members));
    }

    static byte[] event(byte[] data) {
        var event = new byte[DATA.length + data.length + END_OF_EVENT.length];
        System.arraycopy(DATA, 0, event, 0, DATA.length);
        System.arraycopy(data, 0, event, DATA.length, data.length);
        System.arraycopy(END_OF_EVENT, 0, event, DATA.length + data.length, END_OF_EVENT.length);
        return event;
    }

    static byte[] done() {
        return DONE.clone();
    }

    static void identity(
            JsonGenerator json,
            String id,
            String object,
            long created,
            String model,
            String provider,
            @Nullable String fingerprint)
            throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", created);
        json.writeStringField("model", model);
        json.writeStringField("provider", provider);
        if (fingerprint != null) {
            json.writeStringField("system_fingerprint", fingerprint);
        }
    }

    static void metadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        if (metadata.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("metadata");
        for (var entry : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    static byte[] usageMember(Usage usage, Charge charge) {
        var object = object(json -> usage(json, usage, charge));
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }

    static void usage(JsonGenerator json, Usage usage, Charge charge) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", usage.promptTokens());
        json.writeNumberField("completion_tokens", usage.completionTokens());
        json.writeNumberField("total_tokens", usage.totalTokens());
        json.writeObjectFieldStart("prompt_tokens_details");
        json.writeNumberField("cached_tokens", usage.cachedTokens());
        json.writeEndObject();
        json.writeObjectFieldStart("completion_tokens_details");
        json.writeNumberField("reasoning_tokens", usage.reasoningTokens());
        json.writeEndObject();
        json.writeNumberField("cost", charge.cost().roubles());
        if (charge.byok()) {
            json.writeBooleanField("is_byok", true);
        }
        costDetails(json, charge);
        json.writeEndObject();
    }

    private static void costDetails(JsonGenerator json, Charge charge) throws IOException {
        var details = charge.details();
        json.writeObjectFieldStart("cost_details");
        json.writeNumberField("input", details.input().roubles());
        json.writeNumberField("cached_input", details.cachedInput().roubles());
        json.writeNumberField("reasoning", details.reasoning().roubles());
        json.writeNumberField("output", details.output().roubles());
        json.writeNumberField("vat", charge.vat().roubles());
        json.writeStringField("price_valid_from", charge.priceValidFrom().toString());
        json.writeEndObject();
    }
}
