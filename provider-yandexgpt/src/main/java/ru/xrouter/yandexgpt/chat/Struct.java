package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;

/** A function's arguments: JSON text to callers, a protobuf {@code Struct} to YandexGPT, in which numbers are doubles. */
final class Struct {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final double MOST_DIGITS = 1e21;

    private Struct() {}

    /** Reads a caller's arguments; empty when they are not a JSON object. No text at all is no arguments. */
    static Optional<ObjectNode> read(String arguments) {
        if (arguments.isBlank()) {
            return Optional.of(JsonNodeFactory.instance.objectNode());
        }
        try {
            return JSON.readTree(arguments) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** Writes the provider's arguments; a double without a fraction is written as the integer it stands for. */
    static String write(ObjectNode arguments) {
        return plain(arguments).toString();
    }

    private static JsonNode plain(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                for (var member : object.properties()) {
                    copy.set(member.getKey(), plain(member.getValue()));
                }
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JsonNodeFactory.instance.arrayNode(array.size());
                for (var element : array) {
                    copy.add(plain(element));
                }
                yield copy;
            }
            case JsonNode number
            when isIntegralDouble(number) ->
                JsonNodeFactory.instance.numberNode(new BigDecimal(number.doubleValue()).toBigIntegerExact());
            default -> value;
        };
    }

    private static boolean isIntegralDouble(JsonNode value) {
        return value.isFloatingPointNumber()
                && Math.rint(value.doubleValue()) == value.doubleValue()
                && Math.abs(value.doubleValue()) < MOST_DIGITS;
    }
}
