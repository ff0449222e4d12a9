package ru.xrouter.yandexgpt.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.yandexgpt.wire.RefusalTranslation;
import ru.xrouter.yandexgpt.wire.TokenCounts;
import ru.xrouter.yandexgpt.wire.WellFormed;

/**
 * One object of an answer: all of it, or an event of a stream. Only what is said is kept: its id and model would tell the
 * operator's folder.
 *
 * @param text as it came, so that a half of a surrogate pair can wait for the other; empty when there is none
 * @param reasoning empty when there is none
 * @param ending null when the answer goes on
 * @param usage null when the object says nothing about it
 */
record OpenAiCompletion(
        String text,
        String reasoning,
        List<CallPart> calls,
        @Nullable String ending,
        @Nullable Usage usage) {
    private static final ObjectReader JSON = new JsonMapper().reader();
    private static final int MOST_CALLS = 128;

    OpenAiCompletion {
        calls = List.copyOf(calls);
    }

    /** A tool call or a part of one; what a part leaves out is empty. */
    record CallPart(int index, String id, String name, String arguments) {}

    /**
     * Reads an answer that was not streamed.
     *
     * @throws ProviderFailureException when it is an error in place of an answer
     * @throws MalformedAnswerException when it is neither
     */
    static OpenAiCompletion whole(byte[] json) {
        var root = parse(json);
        var choice = root.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            throw new MalformedAnswerException("The answer has no message.");
        }
        return read(root, choice, choice.path("message"));
    }

    /** Reads an event of a stream; throws as {@link #whole} does. */
    static OpenAiCompletion event(byte[] json) {
        var root = parse(json);
        if (!root.path("choices").isArray()) {
            throw new MalformedAnswerException("The event has no choices.");
        }
        var choice = root.path("choices").path(0);
        return read(root, choice, choice.path("delta"));
    }

    private static OpenAiCompletion read(JsonNode root, JsonNode choice, JsonNode message) {
        return new OpenAiCompletion(
                message.path("content").asText(""),
                text(message.path("reasoning_content")),
                calls(message.path("tool_calls")),
                choice.path("finish_reason").textValue(),
                TokenCounts.openAiUsage(root.path("usage")));
    }

    private static JsonNode parse(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException _) {
            throw new MalformedAnswerException("The answer is not JSON.");
        }
        if (root.hasNonNull("error")) {
            throw RefusalTranslation.inPlaceOfAnAnswer(Operation.CHAT, root);
        }
        return root;
    }

    private static List<CallPart> calls(JsonNode calls) {
        if (calls.size() > MOST_CALLS) {
            throw new MalformedAnswerException("The answer calls too many functions.");
        }
        var parts = new ArrayList<CallPart>();
        for (var call : calls) {
            var index = call.path("index").asInt(parts.size());
            if (index < 0 || index >= MOST_CALLS) {
                throw new MalformedAnswerException("A tool call is out of order.");
            }
            var function = call.path("function");
            var arguments = function.path("arguments");
            parts.add(new CallPart(
                    index,
                    text(call.path("id")),
                    text(function.path("name")),
                    arguments.isContainerNode() ? WellFormed.text(arguments.toString()) : text(arguments)));
        }
        return parts;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? WellFormed.text(node.textValue()) : "";
    }

    /** Why an answer ended that said so; a reason that is new counts as its natural end. */
    static FinishReason finishReason(String ending, boolean hasCalls) {
        return switch (ending.toLowerCase(Locale.ROOT)) {
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> hasCalls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
