package ru.xrouter.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form the answer's text has to have. */
public sealed interface ResponseFormat {
    record Text() implements ResponseFormat {}

    record JsonObject() implements ResponseFormat {}

    record JsonSchema(String name, JsonNode schema, boolean strict) implements ResponseFormat {
        /** The schema with the format's name as its title, for providers that have no other place for it. */
        public JsonNode titled() {
            var own = schema.path("title");
            if (!(schema instanceof ObjectNode object) || !(own.isMissingNode() || own.isTextual())) {
                return schema;
            }
            var title = own.isMissingNode() || own.textValue().equals(name) ? name : name + ": " + own.textValue();
            return object.deepCopy().put("title", title);
        }
    }
}
