package ru.xrouter.gateway.relay;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * Finds the few things the gateway must know of a chat request, in one pass over its bytes that also checks all of its
 * syntax. Builds no tree.
 */
final class ChatRequestPeek {
    private static final int LONGEST_MODEL = 256;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser json;
    private @Nullable String model;
    private boolean stream;
    private boolean messages;
    private @Nullable InvalidParameterException fault;

    private ChatRequestPeek(JsonParser json) {
        this.json = json;
    }

    /** What the body asks for; an {@link InvalidParameterException} says what is wrong with it. */
    static ChatRequestHead read(byte[] body, int offset, int length) {
        if (length == 0) {
            throw new InvalidParameterException(null, "invalid_json", "The request has no body; send a JSON object.");
        }
        try (var json = JSON.createParser(body, offset, length)) {
            return new ChatRequestPeek(json).head();
        } catch (JacksonException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChatRequestHead head() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            throw new InvalidParameterException(null, "invalid_type", "The request body must be a JSON object.");
        }
        String name;
        while ((name = json.nextFieldName()) != null) {
            field(name, json.nextToken());
        }
        if (json.nextToken() != null) {
            throw new InvalidParameterException(
                    null, "invalid_json", "The request body goes on after the end of its JSON object.");
        }
        if (fault != null) {
            throw fault;
        }
        if (model == null) {
            throw missing("model");
        }
        if (!messages) {
            throw missing("messages");
        }
        return new ChatRequestHead(model, stream);
    }

    private void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "model" -> model(value);
            case "messages" -> messages(value);
            case "stream" -> stream(value);
            default -> {}
        }
        json.skipChildren();
    }

    private void model(JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            fault("model", "invalid_type", "Invalid type for 'model': expected a string.");
            return;
        }
        model = json.getText();
        if (model.isBlank() || model.length() > LONGEST_MODEL) {
            fault(
                    "model",
                    "invalid_value",
                    "'model' must be the id of a model, of at most %d characters.".formatted(LONGEST_MODEL));
        }
    }

    private void messages(JsonToken value) throws IOException {
        messages = true;
        if (value != JsonToken.START_ARRAY) {
            fault("messages", "invalid_type", "Invalid type for 'messages': expected an array.");
        } else if (json.nextToken() == JsonToken.END_ARRAY) {
            fault("messages", "invalid_value", "'messages' must hold at least one message.");
        } else {
            rest();
        }
    }

    /** Skips what is left of an array whose first element has been entered. */
    private void rest() throws IOException {
        do {
            json.skipChildren();
        } while (json.nextToken() != JsonToken.END_ARRAY);
    }

    private void stream(JsonToken value) {
        switch (value) {
            case VALUE_TRUE -> stream = true;
            case VALUE_FALSE, VALUE_NULL -> stream = false;
            default -> fault("stream", "invalid_type", "Invalid type for 'stream': expected a boolean.");
        }
    }

    /** Keeps the first fault for the end, because broken syntax is the more useful complaint. */
    private void fault(String param, String code, String message) {
        if (fault == null) {
            fault = new InvalidParameterException(param, code, message);
        }
    }

    private static InvalidParameterException missing(String name) {
        return new InvalidParameterException(
                name, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(name));
    }

    private static InvalidParameterException malformed(JacksonException e) {
        var at = e.getLocation();
        return new InvalidParameterException(
                null,
                "invalid_json",
                at == null
                        ? "The request body is not valid JSON."
                        : "The request body is not valid JSON (line %d, column %d)."
                                .formatted(at.getLineNr(), at.getColumnNr()));
    }
}
