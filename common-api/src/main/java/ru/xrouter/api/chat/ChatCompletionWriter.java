package ru.xrouter.api.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;

/**
 * Writes one generation's answer in OpenAI's wire format. The identity (id, created, model, provider) is the same in
 * every chunk. An adapter writes everything but the usage; the router writes that, because it alone knows the cost.
 *
 * @param id the generation id
 * @param created Unix seconds
 * @param model public id of the model that answers
 * @param provider public name of the provider that answers
 */
public record ChatCompletionWriter(String id, long created, String model, String provider) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    /** A chat completion that was not streamed, without its usage. */
    public byte[] completion(Answer answer, Map<String, String> metadata) {
        return json(json -> {
            json.writeStartObject();
            identity(json, "chat.completion");
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            message(json, answer);
            json.writeNullField("logprobs");
            json.writeStringField("finish_reason", answer.finishReason().wireName());
            json.writeEndObject();
            json.writeEndArray();
            metadata(json, metadata);
            json.writeEndObject();
        });
    }

    /** The first event of a stream: the role. */
    public byte[] firstChunk(boolean includeUsage) {
        return chunk(includeUsage, null, json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
        });
    }

    public byte[] chunk(Delta delta, boolean includeUsage) {
        return chunk(includeUsage, null, json -> {
            switch (delta) {
                case Delta.Text(var text) -> json.writeStringField("content", text);
                case Delta.Reasoning(var text) -> json.writeStringField("reasoning_content", text);
                case Delta.Call(var index, var call) -> {
                    json.writeArrayFieldStart("tool_calls");
                    json.writeStartObject();
                    json.writeNumberField("index", index);
                    callFields(json, call);
                    json.writeEndObject();
                    json.writeEndArray();
                }
            }
        });
    }

    public byte[] finishChunk(FinishReason reason, boolean includeUsage) {
        return chunk(includeUsage, reason, _ -> {});
    }

    /** The chunk with no choices that {@code stream_options.include_usage} asks for. */
    public byte[] usageChunk(Usage usage, Money cost) {
        return event(json -> {
            json.writeStartObject();
            identity(json, "chat.completion.chunk");
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            usageField(json, usage, cost);
            json.writeEndObject();
        });
    }

    public static byte[] done() {
        return DONE.clone();
    }

    /** An error in the middle of a stream: one event, after which the stream ends. */
    public static byte[] errorEvent(ApiError error) {
        return event(error.body());
    }

    /** {@code "usage":{…}}, to be appended to a completion in place of its closing brace. */
    public static byte[] usageMember(Usage usage, Money cost) {
        var object = json(json -> {
            json.writeStartObject();
            usageField(json, usage, cost);
            json.writeEndObject();
        });
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }

    private byte[] chunk(boolean includeUsage, @Nullable FinishReason reason, Content delta) {
        return event(json -> {
            json.writeStartObject();
            identity(json, "chat.completion.chunk");
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("delta");
            delta.write(json);
            json.writeEndObject();
            json.writeNullField("logprobs");
            json.writeStringField("finish_reason", reason == null ? null : reason.wireName());
            json.writeEndObject();
            json.writeEndArray();
            if (includeUsage) {
                json.writeNullField("usage");
            }
            json.writeEndObject();
        });
    }

    private void identity(JsonGenerator json, String object) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", created);
        json.writeStringField("model", model);
        json.writeStringField("provider", provider);
    }

    private static void message(JsonGenerator json, Answer answer) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", answer.text());
        json.writeNullField("refusal");
        if (answer.reasoning() != null) {
            json.writeStringField("reasoning_content", answer.reasoning());
        }
        toolCalls(json, answer.toolCalls());
        json.writeEndObject();
    }

    private static void toolCalls(JsonGenerator json, List<ToolCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (var call : calls) {
            json.writeStartObject();
            callFields(json, call);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void callFields(JsonGenerator json, ToolCall call) throws IOException {
        json.writeStringField("id", call.id());
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
    }

    private static void metadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        if (metadata.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("metadata");
        for (var entry : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void usageField(JsonGenerator json, Usage usage, Money cost) throws IOException {
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
        json.writeNumberField("cost", cost.roubles());
        json.writeEndObject();
    }

    private static byte[] event(Content content) {
        return event(json(content));
    }

    private static byte[] event(byte[] data) {
        var event = new byte[DATA.length + data.length + END_OF_EVENT.length];
        System.arraycopy(DATA, 0, event, 0, DATA.length);
        System.arraycopy(data, 0, event, DATA.length, data.length);
        System.arraycopy(END_OF_EVENT, 0, event, DATA.length + data.length, END_OF_EVENT.length);
        return event;
    }

    private static byte[] json(Content content) {
        try (var bytes = new ByteArrayOutputStream(512);
                var json = JSON.createGenerator(bytes)) {
            content.write(json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }
}
