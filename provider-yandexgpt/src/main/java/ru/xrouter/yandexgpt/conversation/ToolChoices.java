package ru.xrouter.yandexgpt.conversation;

import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ToolChoice;

/** A choice of tools that no answer could follow is refused before it is sent. */
public final class ToolChoices {
    private ToolChoices() {}

    public static void check(ChatCompletionRequest request) {
        switch (request.toolChoice()) {
            case ToolChoice.Required _
            when request.tools().isEmpty() -> throw invalid("'tool_choice' is required, but there are no 'tools'.");
            case ToolChoice.Named(var function)
            when request.tools().stream().noneMatch(tool -> tool.name().equals(function)) ->
                throw invalid("'tool_choice' names a function that is not among the 'tools'.");
            case null, default -> {}
        }
    }

    /** A request for a tool of the provider's own has been refused before it is translated: these models have none. */
    public static IllegalStateException hosted() {
        return new IllegalStateException("A hosted tool was not refused.");
    }

    private static InvalidParameterException invalid(String message) {
        return new InvalidParameterException("tool_choice", "invalid_value", message);
    }
}
