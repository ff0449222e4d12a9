package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * Brings a JSON Schema into the form that GigaChat takes for a function's parameters: an object at the root, every
 * object with properties, every array with typed items, one type per node, no references and no combinations.
 */
final class SchemaTranslation {
    private static final int MOST_NODES = 10_000;
    private static final int DEEPEST = 100;

    /** Parts of one {@code allOf}: each is put together with all that came before it. */
    private static final int MOST_PARTS = 100;

    private static final Set<String> STRING_FORMATS = Set.of("date", "date-time", "time");
    private static final Set<String> COPIED = Set.of(
            "title",
            "description",
            "default",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems");

    private final JsonNode root;
    private final String param;
    private final Deque<String> references = new ArrayDeque<>();
    private int nodes;

    private SchemaTranslation(JsonNode root, String param) {
        this.root = root;
        this.param = param;
    }

    /** @param param the schema's place in the request, for refusals */
    static ObjectNode parameters(@Nullable JsonNode schema, String param) {
        if (schema == null) {
            return emptyObject();
        }
        var translated = new SchemaTranslation(schema, param).node(schema, 0);
        if (!translated.path("type").asText().equals("object")) {
            throw new InvalidParameterException(
                    param, "invalid_value", "The schema of a function's parameters must be of type object.");
        }
        return translated;
    }

    private ObjectNode node(JsonNode schema, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw tooLarge();
        }
        if (!schema.isObject()) {
            return emptyObject();
        }
        var reference = schema.path("$ref");
        if (reference.isTextual()) {
            return referenced(reference.textValue(), (ObjectNode) schema, depth);
        }
        return plain(combined((ObjectNode) schema), depth);
    }

    private InvalidParameterException tooLarge() {
        return new InvalidParameterException(
                param, "invalid_value", "The schema is too large when its references are followed.");
    }

    /** A recursive reference becomes an object of any shape: GigaChat knows no references at all. */
    private ObjectNode referenced(String reference, ObjectNode schema, int depth) {
        if (references.contains(reference)) {
            return emptyObject();
        }
        references.push(reference);
        var translated = node(merged(without(schema, "$ref"), target(reference)), depth + 1);
        references.pop();
        return translated;
    }

    private JsonNode target(String reference) {
        var target = reference.startsWith("#") ? at(reference.substring(1)) : null;
        if (target == null || target.isMissingNode()) {
            throw new InvalidParameterException(
                    param, "invalid_value", "The schema refers to something that it does not hold.");
        }
        return target;
    }

    private @Nullable JsonNode at(String pointer) {
        try {
            return root.at(pointer);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Takes the first variant that is not null, and all parts of {@code allOf}. */
    private ObjectNode combined(ObjectNode schema) {
        var combined = schema;
        for (var keyword : new String[] {"anyOf", "oneOf"}) {
            if (schema.path(keyword).isArray() && !schema.path(keyword).isEmpty()) {
                combined = merged(without(combined, keyword), firstNotNull(schema.path(keyword)));
            }
        }
        var parts = schema.path("allOf");
        nodes += parts.size();
        if (parts.size() > MOST_PARTS || nodes > MOST_NODES) {
            throw tooLarge();
        }
        for (var part : parts) {
            combined = merged(without(combined, "allOf"), part);
        }
        return combined;
    }

    private static JsonNode firstNotNull(JsonNode variants) {
        for (var variant : variants) {
            if (!variant.path("type").asText().equals("null")) {
                return variant;
            }
        }
        return variants.path(0);
    }

    /** Both schemas in one; where they differ the first one holds. */
    private static ObjectNode merged(ObjectNode first, JsonNode second) {
        var merged = first.deepCopy();
        for (var member : second.properties()) {
            var mine = merged.get(member.getKey());
            if (mine == null) {
                merged.set(member.getKey(), member.getValue());
            } else if (member.getKey().equals("properties") && mine instanceof ObjectNode object) {
                merged.set("properties", merged(object, member.getValue()));
            } else if (member.getKey().equals("required") && mine instanceof ArrayNode array) {
                member.getValue().forEach(array::add);
            }
        }
        return merged;
    }

    private static ObjectNode without(ObjectNode schema, String keyword) {
        var rest = schema.deepCopy();
        rest.remove(keyword);
        return rest;
    }

    private ObjectNode plain(ObjectNode schema, int depth) {
        if (schema.has("$ref") || schema.has("anyOf") || schema.has("oneOf") || schema.has("allOf")) {
            // What a combination brought in may itself be one.
            return node(hasOnlyEmptyCombinations(schema) ? stripped(schema) : schema, depth + 1);
        }
        var type = type(schema);
        var out = JsonNodeFactory.instance.objectNode().put("type", type);
        copy(schema, out);
        strings(schema, out, type);
        switch (type) {
            case "object" -> properties(schema, out, depth);
            case "array" -> out.set("items", items(schema, depth));
            default -> {}
        }
        return out;
    }

    private static boolean hasOnlyEmptyCombinations(ObjectNode schema) {
        return !schema.path("$ref").isTextual()
                && schema.path("anyOf").isEmpty()
                && schema.path("oneOf").isEmpty()
                && schema.path("allOf").isEmpty();
    }

    private static ObjectNode stripped(ObjectNode schema) {
        return without(without(without(without(schema, "$ref"), "anyOf"), "oneOf"), "allOf");
    }

    private static String type(ObjectNode schema) {
        var type = schema.path("type");
        if (type.isTextual()) {
            return type.textValue().equals("null") ? "string" : type.textValue();
        }
        for (var variant : type) {
            if (variant.isTextual() && !variant.textValue().equals("null")) {
                return variant.textValue();
            }
        }
        if (schema.has("items") || schema.has("prefixItems")) {
            return "array";
        }
        return schema.has("enum") || schema.path("const").isTextual() ? "string" : "object";
    }

    private static void copy(ObjectNode schema, ObjectNode out) {
        for (var member : schema.properties()) {
            if (COPIED.contains(member.getKey())) {
                out.set(member.getKey(), member.getValue());
            }
        }
        if (schema.path("additionalProperties").isBoolean()) {
            out.set("additionalProperties", schema.get("additionalProperties"));
        }
    }

    /** GigaChat takes string values only in {@code enum}, and three formats of strings. */
    private static void strings(ObjectNode schema, ObjectNode out, String type) {
        var values = JsonNodeFactory.instance.arrayNode();
        for (var value : schema.path("enum")) {
            if (value.isTextual()) {
                values.add(value);
            }
        }
        if (values.isEmpty() && schema.path("const").isTextual()) {
            values.add(schema.get("const"));
        }
        if (!values.isEmpty() && type.equals("string")) {
            out.set("enum", values);
        }
        var format = schema.path("format");
        if (format.isTextual() && (!type.equals("string") || STRING_FORMATS.contains(format.textValue()))) {
            out.set("format", format);
        }
    }

    private void properties(ObjectNode schema, ObjectNode out, int depth) {
        var properties = out.putObject("properties");
        for (var property : schema.path("properties").properties()) {
            properties.set(property.getKey(), node(property.getValue(), depth + 1));
        }
        var required = JsonNodeFactory.instance.arrayNode();
        for (var name : schema.path("required")) {
            if (properties.has(name.asText()) && !contains(required, name)) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            out.set("required", required);
        }
    }

    private static boolean contains(ArrayNode names, JsonNode name) {
        for (var known : names) {
            if (known.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode items(ObjectNode schema, int depth) {
        var items = schema.path("items");
        if (items.isArray()) {
            items = items.path(0);
        } else if (items.isMissingNode()) {
            items = schema.path("prefixItems").path(0);
        }
        return items.isObject() && !items.isEmpty()
                ? node(items, depth + 1)
                : JsonNodeFactory.instance.objectNode().put("type", "string");
    }

    private static ObjectNode emptyObject() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putObject("properties");
        return schema;
    }
}
