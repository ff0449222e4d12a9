package ru.xrouter.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.usage.Usage;

/**
 * Writes one generation's answer in OpenAI's wire format. The identity (id, created, model, provider) is the same in
 * every chunk. An adapter writes everything but the usage; the router writes that, because it alone knows the cost.
 *
 * @param id the generation id
 * @param created Unix seconds
 * @param model public id of the model that answers
 * @param provider public name of the provider that answers
 * @param legacyFunctions whether tool calls are written in the older form, {@code function_call}, which has room for one
 * @param fingerprint {@code system_fingerprint}: the version of the model, as its provider tells it
 */
public record ChatCompletionWriter(
        String id,
        long created,
        String model,
        String provider,
        boolean legacyFunctions,
        @Nullable String fingerprint) implements AnswerWriter {
    private static final byte[] NOTHING = {};

    public ChatCompletionWriter(String id, long created, String model, String provider) {
        this(id, created, model, provider, false);
    }

    public ChatCompletionWriter(String id, long created, String model, String provider, boolean legacyFunctions) {
        this(id, created, model, provider, legacyFunctions, null);
    }

    @Override
    public ChatCompletionWriter withFingerprint(@Nullable String fingerprint) {
        return new ChatCompletionWriter(id, created, model, provider, legacyFunctions, fingerprint);
    }

    @Override
    public byte[] completion(List<Answer> choices, Map<String, String> metadata) {
        return AnswerJson.object(json -> {
            identity(json, "chat.completion");
            json.writeArrayFieldStart("choices");
            for (int i = 0; i < choices.size(); i++) {
                choice(json, i, choices.get(i));
            }
            json.writeEndArray();
            AnswerJson.metadata(json, metadata);
        });
    }

    @Override
    public byte[] firstChunk(int choice, boolean includeUsage) {
        return chunk(choice, includeUsage, null, json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
        });
    }

    @Override
    public byte[] chunk(int choice, Delta delta, boolean includeUsage) {
        return legacyFunctions && isOfAnotherCall(delta)
                ? NOTHING
                : chunk(choice, includeUsage, null, json -> delta(json, delta));
    }

    private static boolean isOfAnotherCall(Delta delta) {
        return switch (delta) {
            case Delta.Call(var index, var _) -> index > 0;
            case Delta.Arguments(var index, var _) -> index > 0;
            case Delta.Text _, Delta.Reasoning _, Delta.Cited _, Delta.Made _ -> false;
        };
    }

    private void delta(JsonGenerator json, Delta delta) throws IOException {
        switch (delta) {
            case Delta.Text(var text) -> json.writeStringField("content", text);
            case Delta.Reasoning(var text) -> json.writeStringField("reasoning_content", text);
            case Delta.Cited(var citations) -> annotations(json, citations);
            case Delta.Made(var file) -> files(json, List.of(file));
            case Delta.Call(var _, var call) when legacyFunctions -> functionCall(json, call);
            case Delta.Arguments(var _, var piece)
            when legacyFunctions -> {
                json.writeObjectFieldStart("function_call");
                json.writeStringField("arguments", piece);
                json.writeEndObject();
            }
            case Delta.Call(var index, var call) -> {
                json.writeArrayFieldStart("tool_calls");
                json.writeStartObject();
                json.writeNumberField("index", index);
                callFields(json, call);
                json.writeEndObject();
                json.writeEndArray();
            }
            case Delta.Arguments(var index, var piece) -> arguments(json, index, piece);
        }
    }

    @Override
    public byte[] finishChunk(int choice, FinishReason reason, boolean includeUsage) {
        return chunk(choice, includeUsage, reason, _ -> {});
    }

    /** The same, with what is to be said of the whole answer. */
    public byte[] finishChunk(int choice, FinishReason reason, boolean includeUsage, Map<String, String> metadata) {
        return chunk(choice, includeUsage, reason, _ -> {}, metadata);
    }

    @Override
    public byte[] usageChunk(Usage usage, Charge charge) {
        return AnswerJson.event(json -> {
            identity(json, "chat.completion.chunk");
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            AnswerJson.usage(json, usage, charge);
        });
    }

    private byte[] chunk(int choice, boolean includeUsage, @Nullable FinishReason reason, AnswerJson.Content delta) {
        return chunk(choice, includeUsage, reason, delta, Map.of());
    }

    private byte[] chunk(
            int choice,
            boolean includeUsage,
            @Nullable FinishReason reason,
            AnswerJson.Content delta,
            Map<String, String> metadata) {
        return AnswerJson.event(json -> {
            identity(json, "chat.completion.chunk");
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", choice);
            json.writeObjectFieldStart("delta");
            delta.write(json);
            json.writeEndObject();
            json.writeNullField("logprobs");
            json.writeStringField("finish_reason", reason == null ? null : finishReason(reason));
            json.writeEndObject();
            json.writeEndArray();
            if (includeUsage) {
                json.writeNullField("usage");
            }
            AnswerJson.metadata(json, metadata);
        });
    }

    private void identity(JsonGenerator json, String object) throws IOException {
        AnswerJson.identity(json, id, object, created, model, provider, fingerprint);
    }

    private void choice(JsonGenerator json, int index, Answer answer) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        message(json, answer);
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", finishReason(answer.finishReason()));
        json.writeEndObject();
    }

    private void message(JsonGenerator json, Answer answer) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", answer.text());
        json.writeNullField("refusal");
        if (!answer.citations().isEmpty()) {
            annotations(json, answer.citations());
        }
        files(json, answer.files());
        if (answer.reasoning() != null) {
            json.writeStringField("reasoning_content", answer.reasoning());
        }
        if (legacyFunctions && !answer.toolCalls().isEmpty()) {
            functionCall(json, answer.toolCalls().getFirst());
        } else {
            toolCalls(json, answer.toolCalls());
        }
        json.writeEndObject();
    }

    /** Pictures as OpenRouter has them in answers, others as OpenAI has files in requests. */
    private static void files(JsonGenerator json, List<AnswerFile> files) throws IOException {
        var images = files.stream().filter(AnswerFile::isImage).toList();
        if (!images.isEmpty()) {
            json.writeArrayFieldStart("images");
            for (var image : images) {
                json.writeStartObject();
                json.writeStringField("type", "image_url");
                json.writeObjectFieldStart("image_url");
                json.writeStringField("url", image.dataUri());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (images.size() < files.size()) {
            json.writeArrayFieldStart("files");
            for (var file : files) {
                if (!file.isImage()) {
                    otherFile(json, file);
                }
            }
            json.writeEndArray();
        }
    }

    private static void otherFile(JsonGenerator json, AnswerFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "file");
        json.writeObjectFieldStart("file");
        json.writeStringField("filename", file.name());
        json.writeStringField("file_data", file.dataUri());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void annotations(JsonGenerator json, List<Citation> citations) throws IOException {
        json.writeArrayFieldStart("annotations");
        for (var citation : citations) {
            json.writeStartObject();
            json.writeStringField("type", "url_citation");
            json.writeObjectFieldStart("url_citation");
            json.writeNumberField("start_index", citation.start());
            json.writeNumberField("end_index", citation.end());
            json.writeStringField("url", citation.url());
            json.writeStringField("title", citation.title());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public String finishReason(FinishReason reason) {
        return legacyFunctions && reason == FinishReason.TOOL_CALLS
                ? FinishReason.FUNCTION_CALL.wireName()
                : reason.wireName();
    }

    private static void functionCall(JsonGenerator json, ToolCall call) throws IOException {
        json.writeObjectFieldStart("function_call");
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
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

    private static void arguments(JsonGenerator json, int index, String piece) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeObjectFieldStart("function");
        json.writeStringField("arguments", piece);
        json.writeEndObject();
        json.writeEndObject();
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
}
