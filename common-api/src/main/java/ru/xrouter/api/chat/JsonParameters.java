package ru.xrouter.api.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a request with its place in it, read parameter by parameter. {@code null} counts as left out;
 * anything of the wrong type is an {@link InvalidParameterException} that names the parameter.
 */
public final class JsonParameters {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final JsonNode object;
    private final String path;

    public JsonParameters(JsonNode object, String path) {
        if (!object.isObject()) {
            throw invalidType(path.isEmpty() ? null : path, "an object", object);
        }
        this.object = object;
        this.path = path;
    }

    /** Reads a request's body; anything but one JSON object is refused. */
    public static JsonParameters parse(byte[] body) {
        try {
            return new JsonParameters(JSON.readValue(body), "");
        } catch (JsonProcessingException e) {
            throw new InvalidParameterException(null, "invalid_json", "The request body is not valid JSON.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all members that ask for more than they would left out. */
    public Set<String> present() {
        var names = new HashSet<String>();
        for (var property : object.properties()) {
            var value = property.getValue();
            if (!value.isNull() && !SpeltOutDefaults.is(property.getKey(), value)) {
                names.add(property.getKey());
            }
        }
        return names;
    }

    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public @Nullable JsonNode node(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    public @Nullable String string(String name) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw invalidType(path(name), "a string", node);
        }
        return node.textValue();
    }

    public String requiredString(String name) {
        var value = string(name);
        if (value == null) {
            throw missing(path(name));
        }
        return value;
    }

    /** A string that is not empty. */
    public String requiredName(String name) {
        var value = requiredString(name);
        if (value.isEmpty()) {
            throw invalidValue(path(name), "'%s' must not be empty.".formatted(path(name)));
        }
        return value;
    }

    public @Nullable Boolean bool(String name) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            throw invalidType(path(name), "a boolean", node);
        }
        return node.booleanValue();
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(bool(name));
    }

    public @Nullable Double number(String name, double min, double max) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            throw invalidType(path(name), "a number", node);
        }
        var value = node.doubleValue();
        if (!(value >= min && value <= max)) {
            throw invalidValue(path(name), "'%s' must be between %s and %s.".formatted(path(name), min, max));
        }
        return value;
    }

    public @Nullable Integer integer(String name, int min, int max) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            throw invalidType(path(name), "an integer", node);
        }
        if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            throw invalidValue(path(name), "'%s' must be between %d and %d.".formatted(path(name), min, max));
        }
        return node.intValue();
    }

    public @Nullable Long longInteger(String name) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw invalidType(path(name), "an integer", node);
        }
        return node.longValue();
    }

    public @Nullable JsonParameters object(String name) {
        var node = node(name);
        return node == null ? null : new JsonParameters(node, path(name));
    }

    public JsonParameters requiredObject(String name) {
        var child = object(name);
        if (child == null) {
            throw missing(path(name));
        }
        return child;
    }

    /** The elements of an array, each read with its own path; empty when left out. */
    public <T> List<T> list(String name, BiFunction<JsonNode, String, T> element) {
        var node = node(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw invalidType(path(name), "an array", node);
        }
        return elements(node, path(name), element);
    }

    public static <T> List<T> elements(JsonNode array, String path, BiFunction<JsonNode, String, T> element) {
        var list = new ArrayList<T>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(element.apply(array.get(i), path + "[" + i + "]"));
        }
        return list;
    }

    public static String text(JsonNode node, String path) {
        if (!node.isTextual()) {
            throw invalidType(path, "a string", node);
        }
        return node.textValue();
    }

    public static InvalidParameterException missing(String path) {
        return new InvalidParameterException(
                path, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(path));
    }

    public static InvalidParameterException invalidValue(@Nullable String path, String message) {
        return new InvalidParameterException(path, "invalid_value", message);
    }

    public static InvalidParameterException invalidType(@Nullable String path, String expected, JsonNode actual) {
        var kind = switch (actual.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
        };
        return new InvalidParameterException(
                path,
                "invalid_type",
                "Invalid type for %s: expected %s, got %s."
                        .formatted(path == null ? "the request body" : "'" + path + "'", expected, kind));
    }
}
