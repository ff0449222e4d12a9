package ru.xrouter.gateway.relay;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * Finds the few things the gateway must know of a request, in one pass over its bytes that also checks all of its syntax.
 * Builds no tree.
 */
final class GenerationPeek {
    private static final int LONGEST_MODEL = 256;
    private static final int MOST_MODELS = 100;
    private static final int MOST_DIGITS = 18;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Operation operation;
    private final JsonParser json;
    private final List<String> models = new ArrayList<>(2);
    private @Nullable String model;
    private boolean stream;
    private boolean content;
    private int maxTokens;
    private int maxCompletionTokens;
    private int choices = 1;
    private int texts = 1;
    private @Nullable InvalidParameterException fault;

    private GenerationPeek(Operation operation, JsonParser json) {
        this.operation = operation;
        this.json = json;
    }

    /** What the body asks for; an {@link InvalidParameterException} says what is wrong with it. */
    static GenerationHead read(Operation operation, byte[] body, int offset, int length) {
        if (length == 0) {
            throw new InvalidParameterException(null, "invalid_json", "The request has no body; send a JSON object.");
        }
        try (var json = JSON.createParser(body, offset, length)) {
            return new GenerationPeek(operation, json).head();
        } catch (JacksonException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GenerationHead head() throws IOException {
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
        if (!content) {
            throw missing(operation.content());
        }
        return new GenerationHead(model, models, stream, Math.max(maxTokens, maxCompletionTokens), choices, texts);
    }

    private void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "model" -> model(value);
            case "models" -> fallbacks(value);
            case "stream" -> stream(value);
            case "messages", "prompt", "input" -> content(name, value);
            case "max_tokens" -> maxTokens = number(value, 0);
            case "max_completion_tokens" -> maxCompletionTokens = number(value, 0);
            case "n" -> choices = number(value, 1);
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
        // A member that stands twice counts twice here, whichever of them the router goes by.
        models.add(model);
        if (model.isBlank() || model.length() > LONGEST_MODEL) {
            fault(
                    "model",
                    "invalid_value",
                    "'model' must be the id of a model, of at most %d characters.".formatted(LONGEST_MODEL));
        }
    }

    /** What is wrong with the list is for the router to say. */
    private void fallbacks(JsonToken value) throws IOException {
        if (value == JsonToken.START_ARRAY) {
            for (var element = json.nextToken(); element != JsonToken.END_ARRAY; element = json.nextToken()) {
                if (models.size() == MOST_MODELS) {
                    fault("models", "invalid_value", "'models' must name fewer than %d models.".formatted(MOST_MODELS));
                } else if (element == JsonToken.VALUE_STRING) {
                    models.add(json.getText());
                }
                json.skipChildren();
            }
        }
    }

    /** Looks at a parameter when it is one of this operation's; null counts as left out. */
    private void content(String name, JsonToken value) throws IOException {
        if (!operation.isAbout(name) || value == JsonToken.VALUE_NULL) {
            return;
        }
        content = true;
        texts = 1;
        var isText = value == JsonToken.VALUE_STRING && !name.equals("messages");
        if (value == JsonToken.START_ARRAY && mayBeArray(name)) {
            elements(name, operation == Operation.TEXT_COMPLETION);
        } else if (!isText) {
            fault(name, "invalid_type", "Invalid type for '%s': expected %s.".formatted(name, expected(name)));
        }
    }

    /** A chat's prompt is one text; only the others' may be several. */
    private boolean mayBeArray(String name) {
        return !name.equals("prompt") || operation == Operation.TEXT_COMPLETION;
    }

    private String expected(String name) {
        if (name.equals("messages")) {
            return "an array";
        }
        return mayBeArray(name) ? "a string or an array of strings" : "a string";
    }

    /** Counts the texts where each has answers of its own; numbers are the tokens of one, as for the router. */
    private void elements(String name, boolean answeredEach) throws IOException {
        var element = json.nextToken();
        if (element == JsonToken.END_ARRAY) {
            fault(name, "invalid_value", "'%s' must not be empty.".formatted(name));
        }
        var count = 0;
        for (; element != JsonToken.END_ARRAY; element = json.nextToken()) {
            if (!element.isNumeric()) {
                count++;
            }
            json.skipChildren();
        }
        if (answeredEach) {
            texts = Math.max(1, count);
        }
    }

    private void stream(JsonToken value) {
        switch (value) {
            case VALUE_TRUE -> stream = true;
            case VALUE_FALSE, VALUE_NULL -> stream = false;
            default -> fault("stream", "invalid_type", "Invalid type for 'stream': expected a boolean.");
        }
    }

    /** A number of tokens or choices, the largest int for one that is larger; what is none is the router's to refuse. */
    private int number(JsonToken value, int otherwise) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            return otherwise;
        }
        if (json.getTextLength() <= MOST_DIGITS) {
            return Math.clamp(json.getLongValue(), otherwise, Integer.MAX_VALUE);
        }
        return json.getText().startsWith("-") ? otherwise : Integer.MAX_VALUE;
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
