package ru.xrouter.provider.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** The JSON in what a model said, which likes to put it between Markdown fences. */
record JsonText(String text, JsonNode json) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    private static final String FENCE = "```";

    /** Null when there is none. */
    static @Nullable JsonText of(@Nullable String said) {
        if (said == null) {
            return null;
        }
        var text = unfenced(said.strip());
        try {
            JsonNode json = JSON.readValue(text);
            return json == null || json.isMissingNode() ? null : new JsonText(text, json);
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    /** The text between a line of {@code ```json} and a closing fence; without them the text itself. */
    private static String unfenced(String text) {
        var line = text.indexOf('\n');
        if (line < 0
                || !text.startsWith(FENCE)
                || !text.endsWith(FENCE)
                || text.length() < line + FENCE.length()
                || !isWord(text.substring(FENCE.length(), line).strip())) {
            return text;
        }
        return text.substring(line, text.length() - FENCE.length()).strip();
    }

    private static boolean isWord(String text) {
        return text.chars().allMatch(Character::isLetterOrDigit);
    }
}
