package ru.xrouter.provider.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the references of a schema as a validator would. A few lines of schema can stand for a tree without end: one
 * that is too large when its references are followed would keep us busy for ever, or fill the memory.
 */
final class References {
    private static final int MOST_OBJECTS = 20_000;
    private static final int DEEPEST = 500;
    private static final Set<String> KEYWORDS = Set.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final Set<String> NOT_APPLIED =
            Set.of("$defs", "definitions", "enum", "const", "default", "examples");

    /** Keywords whose schemas are for parts of a value: only they let a schema refer to itself and come to an end. */
    private static final Set<String> OF_PARTS = Set.of(
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "unevaluatedProperties",
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains");

    /** Keywords whose members are named by the caller, and are schemas themselves. */
    private static final Set<String> OF_NAMES =
            Set.of("properties", "patternProperties", "dependentSchemas", "dependencies");

    private final JsonNode root;
    private final Deque<String> followed = new ArrayDeque<>();
    private int objects;

    private References(JsonNode root) {
        this.root = root;
    }

    /** Whether a schema refers to itself alone, and comes to an end that we can afford. */
    static boolean areBounded(JsonNode schema) {
        var references = new References(schema);
        references.followed.push("#");
        return references.areBounded(schema, 1, 0);
    }

    /** @param same how many of the references followed are for the very value that the node is for */
    private boolean areBounded(JsonNode node, int same, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        return node.isArray() ? areAllBounded(node, same, depth) : !node.isObject() || isBounded(node, same, depth);
    }

    private boolean areAllBounded(JsonNode nodes, int same, int depth) {
        for (var node : nodes) {
            if (!areBounded(node, same, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBounded(JsonNode object, int same, int depth) {
        if (++objects > MOST_OBJECTS) {
            return false;
        }
        for (var member : object.properties()) {
            if (!isBounded(member.getKey(), member.getValue(), same, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBounded(String keyword, JsonNode value, int same, int depth) {
        if (KEYWORDS.contains(keyword) && value.isTextual()) {
            return isBounded(value.textValue(), same, depth);
        }
        var here = OF_PARTS.contains(keyword) ? 0 : same;
        if (OF_NAMES.contains(keyword) && value.isObject()) {
            return areAllBounded(value, here, depth);
        }
        return NOT_APPLIED.contains(keyword) || areBounded(value, here, depth + 1);
    }

    private boolean isBounded(String reference, int same, int depth) {
        var target = target(reference);
        if (target == null || followed.stream().limit(same).anyMatch(reference::equals)) {
            return false;
        }
        if (followed.contains(reference)) {
            return true;
        }
        followed.push(reference);
        var bounded = areBounded(target, same + 1, depth + 1);
        followed.pop();
        return bounded;
    }

    private @Nullable JsonNode target(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        var target = root.at(reference.substring(1));
        return target.isMissingNode() ? null : target;
    }
}
