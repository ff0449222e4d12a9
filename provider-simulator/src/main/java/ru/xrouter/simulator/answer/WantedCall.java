package ru.xrouter.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A function that a message asks the model to call, as {@code call get_weather {"city":"Тверь"}}. */
public record WantedCall(String name, @Nullable ObjectNode arguments) {
    private static final Pattern CALL = Pattern.compile("\\bcall\\s+([\\w.-]+)\\s*");

    /** Every call a message asks for, in its order. */
    public static List<WantedCall> in(String message) {
        if (!message.contains("call")) {
            return List.of();
        }
        var calls = new ArrayList<WantedCall>();
        var matcher = CALL.matcher(message);
        while (matcher.find()) {
            calls.add(new WantedCall(matcher.group(1), arguments(message, matcher.end())));
        }
        return calls;
    }

    /** The arguments the message gave, or the plainest ones that fit the function's schema. */
    public JsonNode argumentsFor(JsonNode parameters) {
        if (arguments != null) {
            return arguments;
        }
        var sample = SchemaSample.of(parameters);
        return sample.isObject() ? sample : Json.MAPPER.createObjectNode();
    }

    private static @Nullable ObjectNode arguments(String message, int from) {
        if (from >= message.length() || message.charAt(from) != '{') {
            return null;
        }
        return Json.parseFirst(message.substring(from)) instanceof ObjectNode object ? object : null;
    }
}
