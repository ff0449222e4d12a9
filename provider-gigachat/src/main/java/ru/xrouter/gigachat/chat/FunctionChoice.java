package ru.xrouter.gigachat.chat;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ToolChoice;

/**
 * Which function the model has to call, as both versions of GigaChat's API can say it.
 *
 * @param forced GigaChat's name of the one function to be called; null where the model may choose
 */
record FunctionChoice(boolean allowed, @Nullable String forced) {
    private static final FunctionChoice AUTO = new FunctionChoice(true, null);
    private static final FunctionChoice NONE = new FunctionChoice(false, null);

    /** The choice among a request's tools; null when there are none to choose from. */
    static @Nullable FunctionChoice of(ChatCompletionRequest request) {
        if (request.tools().isEmpty()) {
            refuseChoiceWithoutTools(request.toolChoice());
            return null;
        }
        var choice = request.toolChoice() == null ? new ToolChoice.Auto() : request.toolChoice();
        return switch (choice) {
            case ToolChoice.Auto _ -> AUTO;
            case ToolChoice.None _ -> NONE;
            case ToolChoice.Named(var name) -> named(request, name);
            // One of several cannot be asked for: the model is left to choose, and the caller is told.
            case ToolChoice.Required _ ->
                request.tools().size() == 1
                        ? named(request, request.tools().getFirst().name())
                        : AUTO;
        };
    }

    private static FunctionChoice named(ChatCompletionRequest request, String name) {
        if (request.tools().stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new InvalidParameterException(
                    "tool_choice", "invalid_value", "'tool_choice' names a function that 'tools' does not hold.");
        }
        return new FunctionChoice(true, FunctionNames.toGigaChat(name));
    }

    private static void refuseChoiceWithoutTools(@Nullable ToolChoice choice) {
        if (choice instanceof ToolChoice.Named || choice instanceof ToolChoice.Required) {
            throw new InvalidParameterException(
                    "tool_choice", "invalid_value", "'tool_choice' asks for a tool call but there are no 'tools'.");
        }
    }
}
