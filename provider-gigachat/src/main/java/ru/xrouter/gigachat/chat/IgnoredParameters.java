package ru.xrouter.gigachat.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FunctionTool;
import ru.xrouter.api.chat.ToolChoice;

/** Which of the caller's parameters GigaChat cannot honour although it can answer: listed to the caller, never silent. */
final class IgnoredParameters {
    private static final Set<String> HONOURED = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "repetition_penalty",
            "n",
            "stop",
            "tools",
            // Refused where the model does not search.
            "web_search_options",
            // Refused where the model does not draw.
            "modalities",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "logprobs",
            "top_logprobs");

    /** Extensions that the router serves before an adapter sees them. */
    private static final Set<String> ROUTERS = Set.of("models", "provider", "usage");

    private IgnoredParameters() {}

    /**
     * @param reasons whether the model does
     * @param forcesTools whether the model can be made to use a tool of GigaChat's own
     */
    static List<String> of(ChatCompletionRequest request, boolean reasons, boolean forcesTools) {
        var ignored = new TreeSet<>(request.present());
        ignored.removeAll(HONOURED);
        ignored.removeAll(ROUTERS);
        if (reasons) {
            ignored.remove("reasoning_effort");
        }
        addIf(ignored, "tool_choice", degraded(request, forcesTools));
        addIf(ignored, "tools.function.strict", request.tools().stream().anyMatch(FunctionTool::strict));
        return new ArrayList<>(ignored);
    }

    /** GigaChat can be made to call one function by name, but not to call any of several. */
    private static boolean degraded(ChatCompletionRequest request, boolean forcesTools) {
        return switch (request.toolChoice()) {
            case ToolChoice.Required _ ->
                request.tools().size() + request.hostedTools().size() > 1
                        || (request.tools().isEmpty() && !forcesTools);
            case ToolChoice.Hosted _ -> !forcesTools;
            case null -> false;
            case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Named _ -> false;
        };
    }

    private static void addIf(Set<String> names, String name, boolean condition) {
        if (condition) {
            names.add(name);
        }
    }
}
