package ru.xrouter.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a request with its place in it, read parameter by parameter. {@code null} counts as left out;
 * anything of the wrong type is an {@link InvalidParameterException} that names the parameter.
 */
final class JsonParameters {
    private final JsonNode object;
    private final String path;

    JsonParameters(JsonNode object, String path) {
        if (!object.isObject()) {
            throw invalidType(path.isEmpty() ? null : path, "an object", object);
        }
        this.object = object;
        this.path = path;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Nullable
    JsonNode node(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    @Nullable
    String string(String name) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw invalidType(path(name), "a string", node);
        }
        return node.textValue();
    }

    String requiredString(String name) {
        var value = string(name);
        if (value == null) {
            throw missing(path(name));
        }
        return value;
    }

    @Nullable
    Boolean bool(String name) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            throw invalidType(path(name), "a boolean", node);
        }
        return node.booleanValue();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(bool(name));
    }

    @Nullable
    Double number(String name, double min, double max) {
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

    @Nullable
    Integer integer(String name, int min, int max) {
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

    @Nullable
    Long longInteger(String name) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw invalidType(path(name), "an integer", node);
        }
        return node.longValue();
    }

    @Nullable
    JsonParameters object(String name) {
        var node = node(name);
        return node == null ? null : new JsonParameters(node, path(name));
    }

    JsonParameters requiredObject(String name) {
        var child = object(name);
        if (child == null) {
            throw missing(path(name));
        }
        return child;
    }

    /** The elements of an array, each read with its own path; empty when left out. */
    <T> List<T> list(String name, BiFunction<JsonNode, String, T> element) {
        var node = node(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw invalidType(path(name), "an array", node);
        }
        return elements(node, path(name), element);
    }

    static <T> List<T> elements(JsonNode array, String path, BiFunction<JsonNode, String, T> element) {
        var list = new ArrayList<T>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(element.apply(array.get(i), path + "[" + i + "]"));
        }
        return list;
    }

    static String text(JsonNode node, String path) {
        if (!node.isTextual()) {
            throw invalidType(path, "a string", node);
        }
        return node.textValue();
    }

    static InvalidParameterException missing(String path) {
        return new InvalidParameterException(
                path, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(path));
    }

    static InvalidParameterException invalidValue(@Nullable String path, String message) {
        return new InvalidParameterException(path, "invalid_value", message);
    }

    static InvalidParameterException invalidType(@Nullable String path, String expected, JsonNode actual) {
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
