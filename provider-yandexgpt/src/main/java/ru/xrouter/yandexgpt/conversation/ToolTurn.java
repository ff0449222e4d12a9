package ru.xrouter.yandexgpt.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ChatMessage.ToolMessage;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ToolCall;

/**
 * The calls of one assistant message and a result for each, in the order of the calls.
 *
 * @param next index of the message after the last result
 */
public record ToolTurn(List<ToolCall> calls, List<String> results, int next) {
    public ToolTurn {
        calls = List.copyOf(calls);
        results = List.copyOf(results);
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
            var path = "messages[%d].tool_call_id".formatted(next);
            var call = waiting(calls, contents, tool.toolCallId());
            if (call < 0) {
                throw invalid(path, "'%s' answers no call of the assistant message before it.".formatted(path));
            }
            contents.set(call, tool.text());
            next++;
        }
        var missing = contents.indexOf(null);
        if (missing >= 0) {
            throw invalid(
                    "messages[%d].tool_calls[%d]".formatted(index, missing),
                    "Every tool call must be followed by a tool message with its result.");
        }
        return new ToolTurn(
                calls, contents.stream().map(Objects::requireNonNull).toList(), next);
    }

    /** A result that follows no call. */
    public static InvalidParameterException outOfPlace(int index) {
        return invalid(
                "messages[%d].tool_call_id".formatted(index),
                "A tool message must follow the assistant message whose call it answers.");
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
