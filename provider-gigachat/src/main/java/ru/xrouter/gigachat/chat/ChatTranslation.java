package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FunctionTool;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ResponseFormat;
import ru.xrouter.api.chat.ToolChoice;

/** Translates chat requests into GigaChat's v1 form. Pure: no clock, network or configuration. */
final class ChatTranslation {
    private static final JsonMapper JSON = new JsonMapper();

    private ChatTranslation() {}

    /**
     * The body of GigaChat's request.
     *
     * @throws InvalidParameterException when GigaChat cannot serve the request
     */
    static byte[] body(ChatCompletionRequest request, String providerModel) {
        refuseUnsupported(request);
        try (var bytes = new ByteArrayOutputStream(1024);
                var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", providerModel);
            messages(json, request);
            sampling(json, request);
            functions(json, request);
            responseFormat(json, request.responseFormat());
            reasoning(json, request.reasoningEffort());
            json.writeBooleanField("stream", request.stream());
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseUnsupported(ChatCompletionRequest request) {
        if (request.logprobs()) {
            throw unsupported("logprobs", "GigaChat models give no log probabilities.");
        }
    }

    private static void messages(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        json.writeArrayFieldStart("messages");
        for (var message : HistoryTranslation.messages(request.messages())) {
            json.writeStartObject();
            json.writeStringField("role", message.role());
            json.writeStringField("content", message.content());
            if (message.name() != null) {
                json.writeStringField("name", message.name());
            }
            if (message.call() != null) {
                json.writeObjectFieldStart("function_call");
                json.writeStringField("name", message.call().name());
                json.writeFieldName("arguments");
                json.writeTree(message.call().arguments());
                json.writeEndObject();
            }
            if (message.stateId() != null) {
                json.writeStringField("functions_state_id", message.stateId());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sampling(JsonGenerator json, ChatCompletionRequest request) throws IOException {
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
        if (request.maxTokens() != null) {
            json.writeNumberField("max_tokens", request.maxTokens());
        }
    }

    private static void functions(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        if (request.tools().isEmpty()) {
            refuseChoiceWithoutTools(request.toolChoice());
            // Without functions, function_call would let GigaChat call its own.
            return;
        }
        json.writeArrayFieldStart("functions");
        for (int i = 0; i < request.tools().size(); i++) {
            function(json, request.tools().get(i), i);
        }
        json.writeEndArray();
        functionCall(json, request);
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

    private static void functionCall(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        var choice = request.toolChoice() == null ? new ToolChoice.Auto() : request.toolChoice();
        switch (choice) {
            // Said outright: GigaChat's default is documented as none and observed as auto.
            case ToolChoice.Auto _ -> json.writeStringField("function_call", "auto");
            case ToolChoice.None _ -> json.writeStringField("function_call", "none");
            case ToolChoice.Named(var name) -> named(json, request, name);
            case ToolChoice.Required _ -> {
                if (request.tools().size() == 1) {
                    named(json, request, request.tools().getFirst().name());
                } else {
                    json.writeStringField("function_call", "auto");
                }
            }
        }
    }

    private static void named(JsonGenerator json, ChatCompletionRequest request, String name) throws IOException {
        if (request.tools().stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new InvalidParameterException(
                    "tool_choice", "invalid_value", "'tool_choice' names a function that 'tools' does not hold.");
        }
        json.writeObjectFieldStart("function_call");
        json.writeStringField("name", FunctionNames.toGigaChat(name));
        json.writeEndObject();
    }

    private static void refuseChoiceWithoutTools(@Nullable ToolChoice choice) {
        if (choice instanceof ToolChoice.Named || choice instanceof ToolChoice.Required) {
            throw new InvalidParameterException(
                    "tool_choice", "invalid_value", "'tool_choice' asks for a tool call but there are no 'tools'.");
        }
    }

    private static void responseFormat(JsonGenerator json, @Nullable ResponseFormat format) throws IOException {
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
                json.writeTree(schema.schema());
                json.writeBooleanField("strict", schema.strict());
                json.writeEndObject();
            }
        }
    }

    private static void reasoning(JsonGenerator json, @Nullable String effort) throws IOException {
        switch (effort) {
            case null -> {}
            case "none", "minimal" -> {}
            case "low", "medium", "high" -> json.writeStringField("reasoning_effort", effort);
            default ->
                throw new InvalidParameterException(
                        "reasoning_effort",
                        "invalid_value",
                        "'reasoning_effort' is none, minimal, low, medium or high for GigaChat models.");
        }
    }

    private static InvalidParameterException unsupported(String param, String message) {
        return new InvalidParameterException(param, "unsupported_parameter", message);
    }
}
