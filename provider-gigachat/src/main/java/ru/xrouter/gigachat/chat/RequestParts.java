package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FunctionTool;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ResponseFormat;

/** The parts that requests of both versions of GigaChat's API have in common. */
final class RequestParts {
    private RequestParts() {}

    static void refuseUnsupported(ChatCompletionRequest request) {
        if (request.logprobs()) {
            throw unsupported("logprobs", "GigaChat models give no log probabilities.");
        }
    }

    static void sampling(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        var temperature = request.temperature();
        if (temperature != null && temperature == 0) {
            // GigaChat refuses temperature 0; top_p 0 is its way to be deterministic.
            json.writeNumberField("top_p", 0);
        } else {
            if (temperature != null) {
                json.writeNumberField("temperature", temperature);
            }
            if (request.topP() != null) {
                json.writeNumberField("top_p", request.topP());
            }
        }
        if (request.repetitionPenalty() != null) {
            json.writeNumberField("repetition_penalty", request.repetitionPenalty());
        }
        if (request.maxTokens() != null) {
            json.writeNumberField("max_tokens", request.maxTokens());
        }
    }

    /** An array of declared functions under the given name. */
    static void functions(JsonGenerator json, String name, List<FunctionTool> tools) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < tools.size(); i++) {
            function(json, tools.get(i), i);
        }
        json.writeEndArray();
    }

    private static void function(JsonGenerator json, FunctionTool tool, int index) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", FunctionNames.toGigaChat(tool.name()));
        if (tool.description() != null) {
            json.writeStringField("description", tool.description());
        }
        json.writeFieldName("parameters");
        json.writeTree(
                SchemaTranslation.parameters(tool.parameters(), "tools[%d].function.parameters".formatted(index)));
        json.writeEndObject();
    }

    static void responseFormat(JsonGenerator json, @Nullable ResponseFormat format) throws IOException {
        switch (format) {
            case null -> {}
            case ResponseFormat.Text _ -> {}
            case ResponseFormat.JsonObject _ -> {
                // GigaChat has no json_object; a schema that requires nothing allows any object.
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_schema");
                json.writeObjectFieldStart("schema");
                json.writeStringField("type", "object");
                json.writeObjectFieldStart("properties");
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            case ResponseFormat.JsonSchema schema -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_schema");
                json.writeFieldName("schema");
                json.writeTree(schema.titled());
                json.writeBooleanField("strict", schema.strict());
                json.writeEndObject();
            }
        }
    }

    /** {@code low}, {@code medium} or {@code high}; null when no reasoning is wanted. */
    static @Nullable String reasoningEffort(ChatCompletionRequest request) {
        var effort = request.reasoningEffort();
        return switch (effort) {
            case null -> null;
            case "none", "minimal" -> null;
            case "xhigh" -> "high";
            default -> effort;
        };
    }

    private static InvalidParameterException unsupported(String param, String message) {
        return new InvalidParameterException(param, "unsupported_parameter", message);
    }
}
