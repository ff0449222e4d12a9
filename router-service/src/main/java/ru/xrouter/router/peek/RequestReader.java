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

/**
 * Reads a {@link RequestPeek} in one streaming pass that skips messages and whatever else it does not need. The pass
 * goes to the end, so that a body that is not JSON is refused before anything is paid for. Of a parameter that is there
 * twice the last counts, as for the adapter.
 */
public final class RequestReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_MODELS = 8;
    private static final int MAX_CHOICES = 128;

    private final Fields fields;
    private final Set<String> present = new HashSet<>();
    private @Nullable String model;
    private List<String> models = List.of();
    private boolean stream;
    private @Nullable Integer maxTokens;
    private @Nullable Integer maxCompletionTokens;
    private int choices = 1;
    private boolean includeUsage;
    private ProviderWishes provider = ProviderWishes.NONE;

    private RequestReader(JsonParser json) {
        fields = new Fields(json);
    }

    /** @throws InvalidParameterException naming the parameter that cannot be read */
    public static RequestPeek read(byte[] body) {
        try (var json = JSON.createParser(body)) {
            return new RequestReader(json).read(json);
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
        return new RequestPeek(model, models, stream, limit, choices, includeUsage, provider, present);
    }

    private void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "model" -> model = fields.text(name);
            case "models" -> models = fields.texts(name, MAX_MODELS);
            case "stream" -> stream = fields.flag(name);
            case "max_tokens" -> maxTokens = fields.integer(name, Integer.MAX_VALUE);
            case "max_completion_tokens" -> maxCompletionTokens = fields.integer(name, Integer.MAX_VALUE);
            case "n" -> choices = fields.integer(name, MAX_CHOICES);
            case "usage" -> includeUsage = fields.includeUsage();
            case "provider" -> provider = new ProviderWishesReader(json, fields).read();
            default -> json.skipChildren();
        }
    }

    private void forget(String name) {
        present.remove(name);
        switch (name) {
            case "model" -> model = null;
            case "models" -> models = List.of();
            case "stream" -> stream = false;
            case "max_tokens" -> maxTokens = null;
            case "max_completion_tokens" -> maxCompletionTokens = null;
            case "n" -> choices = 1;
            case "usage" -> includeUsage = false;
            case "provider" -> provider = ProviderWishes.NONE;
            default -> {}
        }
    }
}
