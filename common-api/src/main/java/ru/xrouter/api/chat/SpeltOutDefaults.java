package ru.xrouter.api.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * Values that ask for no more than a parameter left out: OpenAI's own defaults spelt out, and empty collections. No model
 * can fail to honour them. Pure.
 */
public final class SpeltOutDefaults {
    private static final Map<String, Test> TESTS = Map.ofEntries(
            Map.entry("frequency_penalty", json -> isNumber(json, 0)),
            Map.entry("presence_penalty", json -> isNumber(json, 0)),
            Map.entry("repetition_penalty", json -> isNumber(json, 1)),
            Map.entry("top_p", json -> isNumber(json, 1)),
            Map.entry("top_logprobs", json -> isNumber(json, 0)),
            Map.entry("logprobs", json -> json.currentToken() == JsonToken.VALUE_FALSE),
            Map.entry("store", json -> json.currentToken() == JsonToken.VALUE_FALSE),
            Map.entry("parallel_tool_calls", json -> json.currentToken() == JsonToken.VALUE_TRUE),
            Map.entry("service_tier", json -> isText(json, Set.of("auto", "default"))),
            Map.entry("verbosity", json -> isText(json, Set.of("medium"))),
            Map.entry("reasoning_effort", json -> isText(json, Set.of("none"))),
            // OpenRouter's own.
            Map.entry("route", json -> isText(json, Set.of("fallback"))),
            Map.entry("transforms", SpeltOutDefaults::isEmpty),
            Map.entry("plugins", SpeltOutDefaults::isEmpty),
            Map.entry("modalities", SpeltOutDefaults::isTextAlone),
            Map.entry("logit_bias", SpeltOutDefaults::isEmpty),
            Map.entry("metadata", SpeltOutDefaults::isEmpty),
            Map.entry("stop", SpeltOutDefaults::isEmpty),
            Map.entry("tools", SpeltOutDefaults::isEmpty),
            Map.entry("functions", SpeltOutDefaults::isEmpty));

    private SpeltOutDefaults() {}

    private interface Test {
        boolean holds(JsonParser json) throws IOException;
    }

    /** Whether the value that the parser stands at asks for nothing; the parser is left at the value's last token. */
    public static boolean reads(String parameter, JsonParser json) throws IOException {
        var test = TESTS.get(parameter);
        if (test == null) {
            json.skipChildren();
            return false;
        }
        var outside = json.getParsingContext().getNestingDepth()
                - (json.currentToken().isStructStart() ? 1 : 0);
        var holds = test.holds(json);
        while (json.getParsingContext().getNestingDepth() > outside) {
            json.nextToken();
        }
        return holds;
    }

    /** The same of a value that has been read. */
    static boolean is(String parameter, JsonNode value) {
        var test = TESTS.get(parameter);
        if (test == null) {
            return false;
        }
        try (var json = value.traverse()) {
            json.nextToken();
            return test.holds(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNumber(JsonParser json, int expected) throws IOException {
        return json.currentToken().isNumeric() && json.getDoubleValue() == expected;
    }

    private static boolean isText(JsonParser json, Set<String> expected) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING && expected.contains(json.getText());
    }

    private static boolean isEmpty(JsonParser json) throws IOException {
        return json.currentToken().isStructStart() && json.nextToken().isStructEnd();
    }

    private static boolean isTextAlone(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.START_ARRAY
                && json.nextToken() == JsonToken.VALUE_STRING
                && json.getText().equals("text")
                && json.nextToken() == JsonToken.END_ARRAY;
    }
}
