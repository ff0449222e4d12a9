package ru.xrouter.api.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.JsonParameters;

/** Reads a request for embeddings as OpenAI's SDKs send it. Pure; every refusal names the parameter. */
public final class EmbeddingRequestReader {
    private static final int MOST_INPUTS = 2048;
    private static final int MOST_DIMENSIONS = 1 << 16;

    private EmbeddingRequestReader() {}

    public static EmbeddingRequest read(byte[] body) {
        var json = JsonParameters.parse(body);
        json.string("user");
        json.string("safety_identifier");
        return new EmbeddingRequest(
                json.requiredString("model"),
                inputs(json),
                base64(json),
                json.integer("dimensions", 1, MOST_DIMENSIONS),
                json.present());
    }

    private static List<String> inputs(JsonParameters json) {
        var node = json.node("input");
        if (node == null) {
            throw JsonParameters.missing("input");
        }
        if (node.isTextual()) {
            return List.of(text(node, "input"));
        }
        if (!node.isArray()) {
            throw JsonParameters.invalidType("input", "a string or an array of strings", node);
        }
        if (node.isEmpty() || node.size() > MOST_INPUTS) {
            throw JsonParameters.invalidValue(
                    "input", "'input' must hold between 1 and %d texts.".formatted(MOST_INPUTS));
        }
        return JsonParameters.elements(node, "input", EmbeddingRequestReader::text);
    }

    private static String text(JsonNode node, String path) {
        if (node.isNumber() || node.isArray()) {
            throw new InvalidParameterException(
                    "input", "unsupported_value", "Inputs of token numbers are not supported; send text.");
        }
        var text = JsonParameters.text(node, path);
        if (text.isEmpty()) {
            throw JsonParameters.invalidValue(path, "'%s' must not be empty.".formatted(path));
        }
        return text;
    }

    private static boolean base64(JsonParameters json) {
        var format = json.string("encoding_format");
        return switch (format) {
            case null -> false;
            case "float" -> false;
            case "base64" -> true;
            default -> throw JsonParameters.invalidValue("encoding_format", "'encoding_format' is float or base64.");
        };
    }
}
