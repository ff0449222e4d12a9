package ru.xrouter.gigachat.chat;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ToolChoice;

/**
 * Which function the model has to call, as both versions of GigaChat's API can say it.
 *
 * @param forced GigaChat's name of the one function to be called; null where the model may choose
 * @param forcedTool GigaChat's name of the one tool of its own to be used, which version 1 cannot say; null as above
 */
record FunctionChoice(
        boolean allowed, @Nullable String forced, @Nullable String forcedTool) {
    private static final FunctionChoice AUTO = new FunctionChoice(true, null, null);
    private static final FunctionChoice NONE = new FunctionChoice(false, null, null);

    /** The choice among a request's tools; null when there are none to choose from. */
    static @Nullable FunctionChoice of(ChatCompletionRequest request) {
        if (isWithoutTools(request)) {
            refuseChoiceWithoutTools(request.toolChoice());
            return null;
        }
        var choice = request.toolChoice() == null ? new ToolChoice.Auto() : request.toolChoice();
        return switch (choice) {
            case ToolChoice.Auto _ -> AUTO;
            case ToolChoice.None _ -> NONE;
            case ToolChoice.Named(var name) -> named(request, name);
            // One of several cannot be asked for: the model is left to choose, and the caller is told.
            case ToolChoice.Required _ -> required(request);
            case ToolChoice.Hosted(var kind) -> new FunctionChoice(true, null, HostedTools.name(kind));
        };
    }

    private static boolean isWithoutTools(ChatCompletionRequest request) {
        return request.tools().isEmpty() && request.hostedTools().isEmpty();
    }

    private static FunctionChoice required(ChatCompletionRequest request) {
        if (request.tools().size() + request.hostedTools().size() > 1) {
            return AUTO;
        }
        return request.tools().isEmpty()
                ? new FunctionChoice(
                        true,
                        null,
                        HostedTools.name(request.hostedTools().getFirst().kind()))
                : named(request, request.tools().getFirst().name());
    }

    private static FunctionChoice named(ChatCompletionRequest request, String name) {
        if (request.tools().stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new InvalidParameterException(
                    "tool_choice", "invalid_value", "'tool_choice' names a function that 'tools' does not hold.");
        }
        return new FunctionChoice(true, FunctionNames.toGigaChat(name), null);
    }

    private static void refuseChoiceWithoutTools(@Nullable ToolChoice choice) {
        if (choice instanceof ToolChoice.Named || choice instanceof ToolChoice.Required) {
            throw new InvalidParameterException(
                    "tool_choice", "invalid_value", "'tool_choice' asks for a tool call but there are no 'tools'.");
        }
    }
}
