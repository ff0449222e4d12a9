package ru.xrouter.provider.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON in what a model said, which likes to put it between Markdown fences. */
record JsonText(String text, JsonNode json) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    private static final Pattern FENCED = Pattern.compile("^```[a-z]*\\s*\\n(.*)\\n\\s*```$", Pattern.DOTALL);

    /** Null when there is none. */
    static @Nullable JsonText of(@Nullable String said) {
        if (said == null) {
            return null;
        }
        var stripped = said.strip();
        var fenced = FENCED.matcher(stripped);
        var text = fenced.matches() ? fenced.group(1).strip() : stripped;
        try {
            JsonNode json = JSON.readValue(text);
            return json == null || json.isMissingNode() ? null : new JsonText(text, json);
        } catch (JsonProcessingException _) {
            return null;
        }
    }
}
