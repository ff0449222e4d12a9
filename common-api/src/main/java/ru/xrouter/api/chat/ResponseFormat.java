package ru.xrouter.api.chat;

import com.fasterxml.jackson.databind.JsonNode;

/** The form the answer's text has to have. */
public sealed interface ResponseFormat {
    record Text() implements ResponseFormat {}

    record JsonObject() implements ResponseFormat {}

    record JsonSchema(String name, JsonNode schema, boolean strict) implements ResponseFormat {}
}
