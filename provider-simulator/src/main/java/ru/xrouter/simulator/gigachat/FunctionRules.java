package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.gigachat.ChatRequest.FunctionChoice;
import ru.xrouter.simulator.gigachat.Fields.Kind;

/** What GigaChat demands of functions and of the choice between them. */
final class FunctionRules {
    private static final Set<String> STRING_FORMATS = Set.of("date", "date-time", "time");
    private static final int DEEPEST = 64;

    private FunctionRules() {}

    /** Checks declared functions; null when there are none. */
    static @Nullable JsonNode functions(@Nullable JsonNode functions) {
        if (functions == null) {
            return null;
        }
        if (!functions.isArray()) {
            throw GigaChatRefusal.invalid("functions must be an array");
        }
        if (functions.isEmpty()) {
            return null;
        }
        var names = new HashSet<String>();
        for (var function : functions) {
            if (!function.isObject()) {
                throw GigaChatRefusal.invalid("a function must be an object");
            }
            var name = Fields.text(function, "name");
            if (name == null || name.isEmpty()) {
                throw new GigaChatRefusal(422, "Field 'name' is missing");
            }
            if (!names.add(name)) {
                throw GigaChatRefusal.invalid("function '" + name + "' is declared twice");
            }
            Fields.text(function, "description");
            Fields.of(function, "few_shot_examples", Kind.ARRAY);
            checkParameters(function);
        }
        return functions;
    }

    static FunctionChoice choice(JsonNode request, @Nullable JsonNode functions) {
        var choice = request.get("function_call");
        if (choice == null) {
            return FunctionChoice.AUTO;
        }
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> FunctionChoice.AUTO;
                case "none" -> FunctionChoice.NONE;
                default -> throw GigaChatRefusal.invalid("function_call must be 'auto', 'none' or an object");
            };
        }
        if (!choice.isObject()) {
            throw GigaChatRefusal.invalid("function_call must be 'auto', 'none' or an object");
        }
        var name = Fields.text(choice, "name");
        if (name == null || functions == null || function(functions, name) == null) {
            throw GigaChatRefusal.invalid("function_call names a function that is not in functions");
        }
        return new FunctionChoice(true, name, Fields.of(choice, "partial_arguments", Kind.OBJECT));
    }

    static @Nullable JsonNode function(JsonNode functions, String name) {
        for (var function : functions) {
            if (function.path("name").asText().equals(name)) {
                return function;
            }
        }
        return null;
    }

    private static void checkParameters(JsonNode function) {
        var parameters = Fields.of(function, "parameters", Kind.OBJECT);
        if (parameters == null) {
            throw new GigaChatRefusal(422, "Field 'parameters' is missing");
        }
        if (!parameters.path("type").asText("object").equals("object")) {
            throw GigaChatRefusal.invalid("the root of function parameters must be an object");
        }
        if (!parameters.path("properties").isObject()) {
            throw new GigaChatRefusal(422, "Field 'properties' is missing");
        }
        checkProperties(parameters, "", 0);
    }

    private static void checkProperties(JsonNode schema, String path, int depth) {
        if (depth > DEEPEST) {
            throw GigaChatRefusal.invalid("function parameters are nested too deeply");
        }
        for (var property : schema.path("properties").properties()) {
            checkNode(property.getValue(), path + "properties." + property.getKey(), depth);
        }
    }

    private static void checkNode(JsonNode node, String path, int depth) {
        if (!node.isObject()) {
            throw GigaChatRefusal.invalid("field '" + path + "' must be an object");
        }
        for (var keyword : new String[] {"$ref", "$defs", "anyOf", "oneOf", "allOf"}) {
            var value = node.path(keyword);
            if (value.isTextual() || !value.isEmpty()) {
                throw GigaChatRefusal.invalid("field '" + path + "." + keyword + "' is not supported");
            }
        }
        if (node.has("type") && !node.get("type").isTextual()) {
            throw GigaChatRefusal.invalid("field '" + path + ".type' must be a string");
        }
        checkEnum(node.path("enum"), path);
        checkType(node, path, depth);
    }

    private static void checkType(JsonNode node, String path, int depth) {
        switch (node.path("type").asText("object")) {
            case "object" -> {
                if (!node.path("properties").isObject()) {
                    throw new GigaChatRefusal(422, "Field '" + path + ".properties' is missing");
                }
                checkProperties(node, path + ".", depth + 1);
            }
            case "array" -> {
                if (!node.path("items").isObject()) {
                    throw new GigaChatRefusal(422, "Field '" + path + ".items' is missing");
                }
                if (!node.path("items").isEmpty()) {
                    checkNode(node.get("items"), path + ".items", depth + 1);
                }
            }
            case "string" -> {
                if (node.has("format")
                        && !STRING_FORMATS.contains(node.get("format").asText())) {
                    throw GigaChatRefusal.invalid("field '" + path + ".format' is not supported");
                }
            }
            case "number", "integer", "boolean" -> {}
            default -> throw GigaChatRefusal.invalid("field '" + path + ".type' is not supported");
        }
    }

    private static void checkEnum(JsonNode values, String path) {
        for (var value : values) {
            if (!value.isTextual()) {
                throw GigaChatRefusal.invalid("field '" + path + ".enum' must hold strings");
            }
        }
    }
}
