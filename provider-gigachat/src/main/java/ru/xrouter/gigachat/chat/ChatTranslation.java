package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import ru.xrouter.api.chat.ChatCompletionRequest;

/** Translates chat requests into GigaChat's v1 form. Pure: no clock, network or configuration. */
final class ChatTranslation {
    private static final JsonMapper JSON = new JsonMapper();

    private ChatTranslation() {}

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
            messages(json, request);
            RequestParts.sampling(json, request);
            functions(json, request);
            RequestParts.responseFormat(json, request.responseFormat());
            var effort = RequestParts.reasoningEffort(request);
            if (effort != null) {
                json.writeStringField("reasoning_effort", effort);
            }
            json.writeBooleanField("stream", request.stream());
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void messages(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        json.writeArrayFieldStart("messages");
        for (var message : HistoryTranslation.messages(request.messages())) {
            message(json, message);
        }
        json.writeEndArray();
    }

    private static void message(JsonGenerator json, GigaChatMessage message) throws IOException {
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
        if (message.call() != null && message.stateId() != null) {
            json.writeStringField("functions_state_id", message.stateId());
        }
        if (!message.files().isEmpty()) {
            json.writeArrayFieldStart("attachments");
            for (var file : message.files()) {
                json.writeString(file);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void functions(JsonGenerator json, ChatCompletionRequest request) throws IOException {
        var choice = FunctionChoice.of(request);
        if (choice == null) {
            // Without functions, function_call would let GigaChat call its own.
            return;
        }
        if (request.tools().isEmpty()) {
            if (choice.allowed()) {
                json.writeStringField("function_call", "auto");
            }
            return;
        }
        RequestParts.functions(json, "functions", request.tools());
        if (choice.forced() != null) {
            json.writeObjectFieldStart("function_call");
            json.writeStringField("name", choice.forced());
            json.writeEndObject();
        } else {
            // Said outright: GigaChat's default is documented as none and observed as auto.
            json.writeStringField("function_call", choice.allowed() ? "auto" : "none");
        }
    }
}
