package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;
import ru.xrouter.yandexgpt.wire.TokenCounts;
import ru.xrouter.yandexgpt.wire.WellFormed;

/**
 * One object of an answer: all of it, or a line of a stream.
 *
 * @param text the whole text so far; empty when there is none
 * @param usage null when the object says nothing about it
 * @param modelVersion null when the object does not tell it
 */
record CompletionResponse(
        AlternativeStatus status,
        String text,
        List<FunctionCall> calls,
        @Nullable Usage usage,
        @Nullable String modelVersion) {
    private static final ObjectReader JSON = new JsonMapper().reader();

    CompletionResponse {
        calls = List.copyOf(calls);
    }

    /** @param arguments JSON text */
    record FunctionCall(String name, String arguments) {}

    /**
     * Reads an object, with or without the envelope {@code result}.
     *
     * @throws ProviderFailureException when it is an error in place of an answer
     * @throws MalformedAnswerException when it is neither
     */
    static CompletionResponse read(byte[] json) {
        var root = parse(json);
        if (root.hasNonNull("error")) {
            throw RefusalTranslation.inPlaceOfAnAnswer(Operation.CHAT, root);
        }
        var result = root.has("result") ? root.get("result") : root;
        var alternative = result.path("alternatives").path(0);
        if (!alternative.isObject()) {
            throw new MalformedAnswerException("The answer has no alternative.");
        }
        var message = alternative.path("message");
        return new CompletionResponse(
                AlternativeStatus.of(alternative.path("status").textValue()),
                message.path("text").asText(""),
                calls(message.path("toolCallList").path("toolCalls")),
                TokenCounts.usage(result.path("usage")),
                modelVersion(result.path("modelVersion").asText("")));
    }

    private static @Nullable String modelVersion(String told) {
        return told.isEmpty() ? null : WellFormed.text(told);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException _) {
            throw new MalformedAnswerException("The answer is not JSON.");
        }
    }

    private static List<FunctionCall> calls(JsonNode toolCalls) {
        var calls = new ArrayList<FunctionCall>();
        for (var toolCall : toolCalls) {
            var function = toolCall.path("functionCall");
            var name = function.path("name").asText("");
            if (name.isEmpty()) {
                throw new MalformedAnswerException("A tool call names no function.");
            }
            calls.add(new FunctionCall(WellFormed.text(name), arguments(function.path("arguments"))));
        }
        return calls;
    }

    private static String arguments(JsonNode arguments) {
        return WellFormed.text(
                Struct.write(arguments instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode()));
    }
}
