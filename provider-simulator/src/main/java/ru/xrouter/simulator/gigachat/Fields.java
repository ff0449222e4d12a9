package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads members of a request and refuses those of the wrong type. */
final class Fields {
    private Fields() {}

    static @Nullable JsonNode of(JsonNode object, String name, Kind kind) {
        var value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!kind.fits(value)) {
            throw GigaChatRefusal.invalid("field '" + name + "' must be " + kind.article);
        }
        return value;
    }

    static @Nullable String text(JsonNode object, String name) {
        var value = of(object, name, Kind.STRING);
        return value == null ? null : value.textValue();
    }

    static boolean flag(JsonNode object, String name) {
        var value = of(object, name, Kind.BOOLEAN);
        return value != null && value.booleanValue();
    }

    enum Kind {
        STRING("a string"),
        BOOLEAN("a boolean"),
        NUMBER("a number"),
        INTEGER("an integer"),
        OBJECT("an object"),
        ARRAY("an array"),
        STRINGS("an array of strings");

        private final String article;

        Kind(String article) {
            this.article = article;
        }

        boolean fits(JsonNode value) {
            return switch (this) {
                case STRING -> value.isTextual();
                case BOOLEAN -> value.isBoolean();
                case NUMBER -> value.isNumber();
                case INTEGER -> value.isIntegralNumber() && value.canConvertToInt();
                case OBJECT -> value.isObject();
                case ARRAY -> value.isArray();
                case STRINGS -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
            };
        }
    }
}
