package ru.xrouter.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Makes the plainest value that a JSON schema allows, always the same one for the same schema. */
public final class SchemaSample {
    private static final int DEEPEST = 16;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode root;

    private SchemaSample(JsonNode root) {
        this.root = root;
    }

    /** A value of the schema. */
    public static JsonNode of(JsonNode schema) {
        return new SchemaSample(schema).value(schema, "value", 0);
    }

    private JsonNode value(JsonNode schema, String name, int depth) {
        if (depth > DEEPEST) {
            return NODES.nullNode();
        }
        if (schema.path("$ref").asText("").startsWith("#/")) {
            return value(root.at(schema.path("$ref").asText().substring(1)), name, depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.get("enum").get(0);
        }
        for (var choice : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (!schema.path(choice).isEmpty()) {
                return value(schema.get(choice).get(0), name, depth + 1);
            }
        }
        return typed(type(schema), schema, name, depth);
    }

    private JsonNode typed(String type, JsonNode schema, String name, int depth) {
        return switch (type) {
            case "object" -> {
                var object = NODES.objectNode();
                schema.path("properties")
                        .properties()
                        .forEach(it -> object.set(it.getKey(), value(it.getValue(), it.getKey(), depth + 1)));
                yield object;
            }
            case "array" -> {
                var array = NODES.arrayNode();
                if (schema.has("items")) {
                    array.add(value(schema.get("items"), name, depth + 1));
                }
                yield array;
            }
            case "integer", "number" ->
                NODES.numberNode(Math.max(1, schema.path("minimum").asLong(1)));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(name);
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        if (type.isArray()) {
            for (var each : type) {
                if (!each.asText().equals("null")) {
                    return each.asText();
                }
            }
            return "null";
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }
}
