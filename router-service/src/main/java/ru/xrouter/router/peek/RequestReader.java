package ru.xrouter.router.peek;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.SpeltOutDefaults;
import ru.xrouter.router.catalogue.Endpoint;

/**
 * Reads a {@link RequestPeek} in one streaming pass that skips messages and whatever else it does not need. The pass
 * goes to the end, so that a body that is not JSON is refused before anything is paid for. Of a parameter that is there
 * twice the last counts, as for the adapter.
 */
public final class RequestReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_MODELS = 8;
    private static final int MAX_CHOICES = 128;
    private static final int MAX_INPUTS = 2048;
    /** Embeddings are never streamed, and each text has one. */
    private static final Set<String> OF_CHOICES = Set.of("stream", "n");

    private final Endpoint endpoint;
    private final Fields fields;
    private final Set<String> present = new HashSet<>();
    private @Nullable String model;
    private List<String> models = List.of();
    private boolean stream;
    private @Nullable Integer maxTokens;
    private @Nullable Integer maxCompletionTokens;
    private int choices = 1;
    private int texts = 1;
    private boolean includeUsage;
    private ProviderWishes provider = ProviderWishes.NONE;
    private @Nullable String user;
    private @Nullable String safetyIdentifier;
    private boolean hosted;
    private int images;
    private long imageBytes;

    private RequestReader(Endpoint endpoint, JsonParser json) {
        this.endpoint = endpoint;
        fields = new Fields(json);
    }

    /** @throws InvalidParameterException naming the parameter that cannot be read */
    public static RequestPeek read(Endpoint endpoint, byte[] body) {
        try (var json = JSON.createParser(body)) {
            return new RequestReader(endpoint, json).read(json);
        } catch (JsonProcessingException e) {
            throw new InvalidParameterException(null, "invalid_json", "The request body is not valid JSON.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RequestPeek read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidParameterException(null, "invalid_type", "The request body must be a JSON object.");
        }
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                forget(name);
            } else {
                present.add(name);
                field(json, name);
            }
        }
        if (json.nextToken() != null) {
            throw new InvalidParameterException(null, "invalid_json", "Something follows the request body's JSON.");
        }
        return peek();
    }

    private RequestPeek peek() {
        if (model == null) {
            throw new InvalidParameterException(
                    "model", "missing_required_parameter", "Missing required parameter: 'model'.");
        }
        var limit = maxCompletionTokens == null ? maxTokens : maxCompletionTokens;
        checkTexts();
        // OpenAI's newer name goes before its older one.
        var endUser = safetyIdentifier == null ? user : safetyIdentifier;
        return new RequestPeek(
                endpoint,
                model,
                models,
                stream,
                limit,
                choices,
                texts,
                includeUsage,
                provider,
                endUser,
                hosted,
                images,
                Math.toIntExact(imageBytes),
                present);
    }

    /** Bounds what one request may set going, so that its hold is never beyond all measure. */
    private void checkTexts() {
        if (endpoint == Endpoint.EMBEDDINGS && texts > MAX_INPUTS) {
            throw Fields.value("input", "'input' must hold between 1 and %d texts.".formatted(MAX_INPUTS));
        }
        if (endpoint == Endpoint.COMPLETIONS && (long) texts * choices > MAX_CHOICES) {
            throw Fields.value(
                    "prompt", "'prompt' and 'n' must not ask for more than %d choices.".formatted(MAX_CHOICES));
        }
    }

    private void field(JsonParser json, String name) throws IOException {
        if (endpoint == Endpoint.EMBEDDINGS && OF_CHOICES.contains(name)) {
            json.skipChildren();
            return;
        }
        switch (name) {
            case "prompt" -> texts(json, Endpoint.COMPLETIONS);
            case "input" -> texts(json, Endpoint.EMBEDDINGS);
            case "model" -> model = fields.text(name);
            case "models" -> models = fields.texts(name, MAX_MODELS);
            case "stream" -> stream = fields.flag(name);
            case "max_tokens" -> maxTokens = fields.integer(name, Integer.MAX_VALUE);
            case "max_completion_tokens" -> maxCompletionTokens = fields.integer(name, Integer.MAX_VALUE);
            case "n" -> choices = fields.integer(name, MAX_CHOICES);
            case "usage" -> includeUsage = fields.includeUsage();
            case "provider" -> provider = new ProviderWishesReader(json, fields).read();
            case "user" -> user = fields.anyText();
            case "safety_identifier" -> safetyIdentifier = fields.anyText();
            case "messages" -> messages(json);
            case "tools" -> tools(json);
            case "web_search_options", "plugins", "modalities" -> {
                forgetIfDefault(json, name);
                hosted |= present.contains(name);
            }
            default -> forgetIfDefault(json, name);
        }
    }

    private void forgetIfDefault(JsonParser json, String name) throws IOException {
        if (SpeltOutDefaults.reads(name, json)) {
            present.remove(name);
        }
    }

    /** Counts the images, which cost other than their length. */
    private void messages(JsonParser json) throws IOException {
        images = 0;
        imageBytes = 0;
        for (int depth = 0; ; json.nextToken()) {
            switch (json.currentToken()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case FIELD_NAME -> {
                    if (json.currentName().equals("image_url")) {
                        image(json);
                    }
                }
                default -> {}
            }
            if (depth == 0) {
                return;
            }
        }
    }

    private void image(JsonParser json) throws IOException {
        var isObject = json.nextToken() == JsonToken.START_OBJECT;
        var start = json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        if (isObject) {
            imageBytes += json.currentLocation().getByteOffset() - start;
        }
        images++;
    }

    /** Looks for tools of other types than functions: those the provider runs itself. */
    private void tools(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        if (json.nextToken() == JsonToken.END_ARRAY) {
            present.remove("tools");
            return;
        }
        do {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                tool(json);
            } else {
                json.skipChildren();
            }
        } while (json.nextToken() != JsonToken.END_ARRAY);
    }

    private void tool(JsonParser json) throws IOException {
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            var value = json.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                hosted |= !json.getText().equals("function");
            } else {
                json.skipChildren();
            }
        }
    }

    private void texts(JsonParser json, Endpoint whose) throws IOException {
        if (endpoint == whose) {
            texts = Math.max(1, fields.texts());
        } else {
            json.skipChildren();
        }
    }

    private void forget(String name) {
        present.remove(name);
        switch (name) {
            case "prompt", "input" -> texts = 1;
            case "model" -> model = null;
            case "models" -> models = List.of();
            case "stream" -> stream = false;
            case "max_tokens" -> maxTokens = null;
            case "max_completion_tokens" -> maxCompletionTokens = null;
            case "n" -> choices = 1;
            case "usage" -> includeUsage = false;
            case "provider" -> provider = ProviderWishes.NONE;
            case "user" -> user = null;
            case "safety_identifier" -> safetyIdentifier = null;
            case "messages" -> {
                images = 0;
                imageBytes = 0;
            }
            default -> {}
        }
    }
}
