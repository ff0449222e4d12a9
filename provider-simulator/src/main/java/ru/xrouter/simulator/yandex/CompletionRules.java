package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.yandex.CompletionRequest.Message;
import ru.xrouter.simulator.yandex.CompletionRequest.Tool;

/** What the native API demands of a completion request; whatever passes can be answered. */
final class CompletionRules {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");
    private static final int LONGEST_TEXT = 100_000;

    private CompletionRules() {}

    static CompletionRequest read(@Nullable JsonNode body, @Nullable String folderHeader, boolean lenient) {
        if (body == null) {
            throw YandexRefusal.invalid("proto: syntax error: the body is not JSON");
        }
        var request = ProtoObject.of(
                body,
                "CompletionRequest",
                lenient,
                "modelUri",
                "completionOptions",
                "messages",
                "tools",
                "jsonObject",
                "jsonSchema",
                "parallelToolCalls",
                "toolChoice");
        var model = ModelUri.generation(request.text("modelUri"), folderHeader);
        var options = request.object("completionOptions", "stream", "temperature", "maxTokens", "reasoningOptions");
        checkTemperature(options);
        if (request.count("jsonObject", "jsonSchema") > 1) {
            throw YandexRefusal.invalid("oneof ResponseFormat is already set");
        }
        var tools = tools(request);
        var choice = request.object("toolChoice", "mode", "functionName");
        return new CompletionRequest(
                model,
                options != null && options.flag("stream", false),
                maxTokens(options),
                reasoning(options),
                messages(request),
                tools,
                toolTokens(body),
                toolMode(choice),
                forcedFunction(choice, tools),
                request.flag("parallelToolCalls", true),
                request.flag("jsonObject", false),
                schema(request));
    }

    private static void checkTemperature(@Nullable ProtoObject options) {
        var temperature = options == null ? 0 : options.number("temperature", 0);
        if (!(temperature >= 0 && temperature <= 1)) {
            throw YandexRefusal.invalid("temperature must be in the range [0, 1], got " + temperature);
        }
    }

    private static long maxTokens(@Nullable ProtoObject options) {
        var maxTokens = options == null ? Integer.MAX_VALUE : options.int64("maxTokens", Integer.MAX_VALUE);
        if (maxTokens <= 0) {
            throw YandexRefusal.invalid("maxTokens must be greater than 0, got " + maxTokens);
        }
        return maxTokens;
    }

    private static boolean reasoning(@Nullable ProtoObject options) {
        var reasoning = options == null ? null : options.object("reasoningOptions", "mode");
        return reasoning != null
                && reasoning
                        .choice("mode", "REASONING_MODE_UNSPECIFIED", "DISABLED", "ENABLED_HIDDEN")
                        .equals("ENABLED_HIDDEN");
    }

    private static List<Message> messages(ProtoObject request) {
        var messages = new ArrayList<Message>();
        for (var message : request.objects("messages", "role", "text", "toolCallList", "toolResultList")) {
            messages.add(message(message));
        }
        if (messages.isEmpty()) {
            throw YandexRefusal.invalid("messages: length must be greater than 0");
        }
        return messages;
    }

    private static Message message(ProtoObject message) {
        var role = message.text("role");
        if (!ROLES.contains(role)) {
            throw YandexRefusal.invalid("message role '" + role + "' is not supported");
        }
        if (message.count("text", "toolCallList", "toolResultList") != 1) {
            throw YandexRefusal.invalid("a message must have exactly one of text, toolCallList, toolResultList");
        }
        if (message.has("toolCallList")) {
            return Message.calls(role, calls(message));
        }
        if (message.has("toolResultList")) {
            return Message.results(role, results(message));
        }
        var text = message.text("text");
        checkLength(text);
        return Message.text(role, text);
    }

    static void checkLength(String text) {
        var length = text.codePointCount(0, text.length());
        if (length == 0 || length > LONGEST_TEXT) {
            throw YandexRefusal.invalid("text length is " + length + ", which is outside the range (0, 100000]");
        }
    }

    private static String calls(ProtoObject message) {
        var list = message.object("toolCallList", "toolCalls");
        var text = new StringBuilder();
        for (var call : list == null ? List.<ProtoObject>of() : list.objects("toolCalls", "functionCall")) {
            var function = call.object("functionCall", "name", "arguments");
            if (function == null || function.text("name").isEmpty()) {
                throw YandexRefusal.invalid("a tool call must have functionCall with a name");
            }
            var arguments = function.struct("arguments");
            text.append(function.text("name")).append(arguments == null ? "{}" : arguments.toString());
        }
        if (text.isEmpty()) {
            throw YandexRefusal.invalid("toolCallList.toolCalls: length must be greater than 0");
        }
        return text.toString();
    }

    private static String results(ProtoObject message) {
        var list = message.object("toolResultList", "toolResults");
        var text = new StringBuilder();
        for (var result : list == null ? List.<ProtoObject>of() : list.objects("toolResults", "functionResult")) {
            var function = result.object("functionResult", "name", "content");
            if (function == null || function.text("name").isEmpty()) {
                throw YandexRefusal.invalid("a tool result must have functionResult with a name");
            }
            text.append(function.text("name"))
                    .append(": ")
                    .append(function.text("content"))
                    .append(' ');
        }
        if (text.isEmpty()) {
            throw YandexRefusal.invalid("toolResultList.toolResults: length must be greater than 0");
        }
        return text.toString().strip();
    }

    private static List<Tool> tools(ProtoObject request) {
        var tools = new ArrayList<Tool>();
        for (var tool : request.objects("tools", "function")) {
            var function = tool.object("function", "name", "description", "parameters", "strict");
            if (function == null || function.text("name").isEmpty()) {
                throw YandexRefusal.invalid("a tool must have function with a name");
            }
            function.text("description");
            function.flag("strict", false);
            var parameters = function.struct("parameters");
            tools.add(
                    new Tool(function.text("name"), parameters == null ? Json.MAPPER.createObjectNode() : parameters));
        }
        return tools;
    }

    private static int toolTokens(JsonNode body) {
        var tools = body.get("tools");
        return tools == null || tools.isEmpty() ? 0 : Tokens.of(tools.toString());
    }

    private static String toolMode(@Nullable ProtoObject choice) {
        if (choice != null && choice.count("mode", "functionName") > 1) {
            throw YandexRefusal.invalid("oneof ToolChoice is already set");
        }
        return choice == null
                ? "AUTO"
                : choice.choice("mode", "TOOL_CHOICE_MODE_UNSPECIFIED", "NONE", "AUTO", "REQUIRED");
    }

    private static String forcedFunction(@Nullable ProtoObject choice, List<Tool> tools) {
        var name = choice == null ? "" : choice.text("functionName");
        if (!name.isEmpty() && tools.stream().noneMatch(it -> it.name().equals(name))) {
            throw YandexRefusal.invalid("toolChoice names function '" + name + "' that is not in tools");
        }
        return name;
    }

    private static @Nullable JsonNode schema(ProtoObject request) {
        var schema = request.object("jsonSchema", "schema");
        if (schema == null) {
            return null;
        }
        var struct = schema.struct("schema");
        if (struct == null) {
            throw YandexRefusal.invalid("jsonSchema.schema is required");
        }
        return struct;
    }
}
