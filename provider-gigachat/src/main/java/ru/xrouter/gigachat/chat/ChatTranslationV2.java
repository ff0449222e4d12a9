package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import ru.xrouter.api.chat.ChatCompletionRequest;

/** Translates chat requests into GigaChat's v2 form. Pure: no clock, network or configuration. */
final class ChatTranslationV2 {
    private static final JsonMapper JSON = new JsonMapper();

    private ChatTranslationV2() {}

    /**
     * The body of GigaChat's request.
     *
     * @throws ru.xrouter.api.chat.InvalidParameterException when GigaChat cannot serve the request
     */
    static byte[] body(ChatCompletionRequest request, String providerModel) {
        RequestParts.refuseUnsupported(request);
        try (var bytes = new ByteArrayOutputStream(1024);
                var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", providerModel);
            json.writeArrayFieldStart("messages");
            for (var message : HistoryTranslation.messages(request.messages())) {
                message(json, message);
            }
            json.writeEndArray();
            options(json, request);
            tools(json, request);
            json.writeBooleanField("stream", request.stream());
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void message(JsonGenerator json, GigaChatMessage message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role().equals("function") ? "tool" : message.role());
        if (message.stateId() != null) {
            // Answers spell it tool_state_id.
            json.writeStringField("tools_state_id", message.stateId());
        }
        json.writeArrayFieldStart("content");
        if (message.name() != null) {
            result(json, message.name(), message.content());
        } else {
            parts(json, message);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void parts(JsonGenerator json, GigaChatMessage message) throws IOException {
        var alone = message.call() == null && message.files().isEmpty();
        if (alone || !message.content().isEmpty()) {
            json.writeStartObject();
            json.writeStringField("text", message.content());
            json.writeEndObject();
        }
        if (!message.files().isEmpty()) {
            json.writeStartObject();
            json.writeArrayFieldStart("files");
            for (var file : message.files()) {
                json.writeStartObject();
                json.writeStringField("id", file);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        if (message.call() != null) {
            json.writeStartObject();
            json.writeObjectFieldStart("function_call");
            json.writeStringField("name", message.call().name());
            json.writeFieldName("arguments");
            json.writeTree(message.call().arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** @param result a JSON object as text; it goes as the object itself, which v1 has in a string */
    private static void result(JsonGenerator json, String name, String result) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("function_result");
        json.writeStringField("name", name);
        json.writeFieldName("result");
        json.writeTree(JSON.readTree(result));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void options(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        json.writeObjectFieldStart("model_options");
        RequestParts.sampling(json, request);
        RequestParts.responseFormat(json, request.responseFormat());
        if (request.reasoningEffort() != null) {
            var effort = RequestParts.reasoningEffort(request);
            json.writeObjectFieldStart("reasoning");
            json.writeStringField("effort", effort == null ? "off" : effort);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void tools(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        var choice = FunctionChoice.of(request);
        if (choice == null) {
            return;
        }
        json.writeArrayFieldStart("tools");
        if (!request.tools().isEmpty()) {
            json.writeStartObject();
            json.writeObjectFieldStart("functions");
            RequestParts.functions(json, "specifications", request.tools());
            json.writeEndObject();
            json.writeEndObject();
        }
        HostedTools.write(json, request.hostedTools());
        json.writeEndArray();
        json.writeObjectFieldStart("tool_config");
        if (choice.forced() != null) {
            json.writeStringField("mode", "forced");
            json.writeStringField("function_name", choice.forced());
        } else if (choice.forcedTool() != null) {
            json.writeStringField("mode", "forced");
            json.writeStringField("tool_name", choice.forcedTool());
        } else {
            json.writeStringField("mode", choice.allowed() ? "auto" : "none");
        }
        json.writeEndObject();
        HostedTools.writeUser(json, request.hostedTools());
    }
}
