package ru.xrouter.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A form that an instruction asks for in words: a JSON Schema and what follows it, or "one JSON object". */
public final class DescribedJson {
    private static final String SCHEMA = "JSON Schema";
    private static final String OBJECT = "JSON object";
    private static final JsonNode ANY = Json.MAPPER
            .createObjectNode()
            .put("type", "object")
            .set(
                    "properties",
                    Json.MAPPER
                            .createObjectNode()
                            .set("answer", Json.MAPPER.createObjectNode().put("type", "string")));

    private DescribedJson() {}

    /** The schema that an instruction describes; null when it asks for no JSON. */
    public static @Nullable JsonNode in(String instruction) {
        var schema = instruction.indexOf(SCHEMA);
        if (schema >= 0) {
            var begin = instruction.indexOf('{', schema);
            var found = begin < 0 ? null : Json.parseFirst(instruction.substring(begin));
            return found != null && found.isObject() ? found : null;
        }
        return instruction.contains(OBJECT) ? ANY : null;
    }
}
