package ru.xrouter.yandexgpt.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FunctionTool;
import ru.xrouter.api.chat.ToolChoice;
import ru.xrouter.yandexgpt.conversation.ToolChoices;

/** Translates the tools that a model may call, and whether it has to. */
final class OpenAiToolsTranslation {
    private OpenAiToolsTranslation() {}

    static void addTo(ObjectNode body, ChatCompletionRequest request, boolean own, List<String> ignored) {
        ToolChoices.check(request);
        var parallel = request.parallelToolCalls();
        // Yandex's own models call in parallel all the same.
        var refused = own && Boolean.FALSE.equals(parallel);
        // The older form of tools has no such parameter: it shows one call at a time.
        if (refused && !request.legacyFunctions()) {
            ignored.add("parallel_tool_calls");
        }
        if (request.tools().isEmpty()) {
            return;
        }
        var tools = body.putArray("tools");
        request.tools().forEach(tool -> tools.add(tool(tool)));
        addChoice(body, request.toolChoice());
        if (parallel != null && !refused) {
            body.put("parallel_tool_calls", parallel);
        }
    }

    private static ObjectNode tool(FunctionTool tool) {
        var wrapped = JsonNodeFactory.instance.objectNode().put("type", "function");
        var function = wrapped.putObject("function").put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        if (tool.parameters() != null) {
            function.set("parameters", tool.parameters());
        }
        if (tool.strict()) {
            function.put("strict", true);
        }
        return wrapped;
    }

    private static void addChoice(ObjectNode body, @Nullable ToolChoice choice) {
        switch (choice) {
            case null -> {}
            case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
            case ToolChoice.None _ -> body.put("tool_choice", "none");
            case ToolChoice.Required _ -> body.put("tool_choice", "required");
            case ToolChoice.Named(var function) ->
                body.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", function);
            case ToolChoice.Hosted _ -> throw ToolChoices.hosted();
        }
    }
}
