package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FunctionTool;
import ru.xrouter.api.chat.ToolChoice;
import ru.xrouter.yandexgpt.conversation.ToolChoices;

/** Translates the tools that a model may call, and whether it has to. */
final class ToolsTranslation {
    private ToolsTranslation() {}

    static void addTo(ObjectNode body, ChatCompletionRequest request) {
        ToolChoices.check(request);
        if (request.tools().isEmpty()) {
            return;
        }
        var tools = body.putArray("tools");
        request.tools().forEach(tool -> tools.add(tool(tool)));
        if (request.toolChoice() != null) {
            body.set("toolChoice", choice(request.toolChoice()));
        }
        if (request.parallelToolCalls() != null) {
            body.put("parallelToolCalls", request.parallelToolCalls());
        }
    }

    private static ObjectNode tool(FunctionTool tool) {
        var wrapped = JsonNodeFactory.instance.objectNode();
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

    private static ObjectNode choice(ToolChoice choice) {
        var translated = JsonNodeFactory.instance.objectNode();
        return switch (choice) {
            case ToolChoice.Auto _ -> translated.put("mode", "AUTO");
            case ToolChoice.None _ -> translated.put("mode", "NONE");
            case ToolChoice.Required _ -> translated.put("mode", "REQUIRED");
            case ToolChoice.Named(var function) -> translated.put("functionName", function);
            case ToolChoice.Hosted _ -> throw ToolChoices.hosted();
        };
    }
}
