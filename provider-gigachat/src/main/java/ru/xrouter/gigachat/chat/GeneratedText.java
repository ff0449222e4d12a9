package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import ru.xrouter.provider.TokenEstimate;

/** How much the model has written so far: text, reasoning and function calls alike. */
final class GeneratedText {
    private long codePoints;

    /** Counts a message or a delta. */
    GeneratedText add(JsonNode message) {
        add(message.path("content"), message.path("reasoning_content"));
        var call = message.path("function_call");
        if (call.isObject()) {
            add(call.path("name"));
            codePoints += TokenEstimate.codePoints(call.path("arguments").toString());
        }
        return this;
    }

    private void add(JsonNode... texts) {
        for (var text : texts) {
            codePoints += TokenEstimate.codePoints(text.textValue());
        }
    }

    long codePoints() {
        return codePoints;
    }
}
