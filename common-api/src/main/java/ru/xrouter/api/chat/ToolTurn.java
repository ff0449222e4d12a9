package ru.xrouter.api.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatMessage.AssistantMessage;
import ru.xrouter.api.chat.ChatMessage.ToolMessage;

/**
 * The calls of one assistant message and a result for each, in the order of the calls. As at OpenAI the results follow
 * the calls at once, in any order, and none is missing: what a provider made of a call without a result would be its own.
 *
 * @param next index of the message after the last result
 */
public record ToolTurn(List<ToolCall> calls, List<String> results, int next) {
    /** Begins the ids of calls in the older form, which have none of their own. */
    static final String LEGACY_ID = "call_legacy_";

    public ToolTurn {
        calls = List.copyOf(calls);
        results = List.copyOf(results);
    }

    /**
     * Checks every turn of a conversation.
     *
     * @throws InvalidParameterException when a result answers no call, or a call has no result
     */
    static void check(List<ChatMessage> messages) {
        int next = 0;
        while (next < messages.size()) {
            next = switch (messages.get(next)) {
                case AssistantMessage assistant
                when !assistant.toolCalls().isEmpty() ->
                    read(messages, next, assistant.toolCalls()).next();
                case ToolMessage tool -> throw outOfPlace(next, tool);
                default -> next + 1;
            };
        }
    }

    /**
     * Reads the results that follow the assistant message at an index. Calls may share an id.
     *
     * @throws InvalidParameterException when a result answers no call, or a call has no result
     */
    public static ToolTurn read(List<ChatMessage> messages, int index, List<ToolCall> calls) {
        var contents = new ArrayList<@Nullable String>(Collections.nCopies(calls.size(), null));
        int next = index + 1;
        while (next < messages.size() && messages.get(next) instanceof ToolMessage tool) {
            var call = waiting(calls, contents, tool.toolCallId());
            if (call < 0) {
                throw invalid(
                        pathOfId(next, tool),
                        "This result answers no call of the assistant message before it that waits for one.");
            }
            contents.set(call, tool.text());
            next++;
        }
        var missing = contents.indexOf(null);
        if (missing >= 0) {
            throw withoutResult(index, missing, calls.get(missing));
        }
        return new ToolTurn(
                calls, contents.stream().map(Objects::requireNonNull).toList(), next);
    }

    /** A result that follows no call. */
    public static InvalidParameterException outOfPlace(int index, ToolMessage tool) {
        return invalid(
                pathOfId(index, tool),
                "A tool message must follow the assistant message whose call it answers, with nothing but other results"
                        + " between them.");
    }

    private static InvalidParameterException withoutResult(int message, int index, ToolCall call) {
        return call.id().startsWith(LEGACY_ID)
                ? invalid(
                        "messages[%d].function_call".formatted(message),
                        "Every function call must be followed by a function message with its result.")
                : invalid(
                        "messages[%d].tool_calls[%d]".formatted(message, index),
                        "Every tool call must be followed by a tool message with its result.");
    }

    private static String pathOfId(int index, ToolMessage tool) {
        return "messages[%d].%s".formatted(index, tool.toolCallId().startsWith(LEGACY_ID) ? "name" : "tool_call_id");
    }

    private static int waiting(List<ToolCall> calls, List<@Nullable String> contents, String id) {
        for (int i = 0; i < calls.size(); i++) {
            if (contents.get(i) == null && calls.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static InvalidParameterException invalid(String path, String message) {
        return new InvalidParameterException(path, "invalid_value", message);
    }
}
