package ru.xrouter.api.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's older form of tools: {@code functions} and {@code function_call}. To providers a request in this form is one
 * with tools; its answer, its refusals and its ignored parameters go back in the form of the request. Pure.
 */
public final class LegacyFunctions {
    private static final String FUNCTIONS = "functions";
    private static final String FUNCTION_CALL = "function_call";
    private static final Pattern TOOL = Pattern.compile("^tools(\\[\\d+])?(\\.function)?");
    private static final Pattern CHOICE = Pattern.compile("^tool_choice(\\.function)?");

    private LegacyFunctions() {}

    static boolean in(JsonParameters json) {
        var legacy = json.node(FUNCTIONS) != null || json.node(FUNCTION_CALL) != null;
        if (legacy && (json.node("tools") != null || json.node("tool_choice") != null)) {
            throw JsonParameters.invalidValue(
                    json.node(FUNCTIONS) == null ? FUNCTION_CALL : FUNCTIONS,
                    "Send either 'tools' and 'tool_choice' or the older 'functions' and 'function_call', not both.");
        }
        return legacy;
    }

    static List<FunctionTool> tools(JsonParameters json) {
        return json.list(FUNCTIONS, (node, path) -> ChatRequestReader.function(new JsonParameters(node, path)));
    }

    static @Nullable ToolChoice choice(JsonParameters json) {
        var node = json.node(FUNCTION_CALL);
        if (node == null) {
            return null;
        }
        if (node.isObject()) {
            return new ToolChoice.Named(new JsonParameters(node, FUNCTION_CALL).requiredString("name"));
        }
        return switch (JsonParameters.text(node, FUNCTION_CALL)) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            default ->
                throw JsonParameters.invalidValue(FUNCTION_CALL, "'function_call' is none, auto or names a function.");
        };
    }

    /** The names of parameters with the older ones replaced by what they are to a provider. */
    static Set<String> asTools(Set<String> names) {
        var modern = new HashSet<>(names);
        if (modern.remove(FUNCTIONS)) {
            modern.add("tools");
        }
        if (modern.remove(FUNCTION_CALL)) {
            modern.add("tool_choice");
        }
        return modern;
    }

    /** A parameter of tools as the caller of the older form knows it: {@code tools[0].function.name} → {@code functions[0].name}. */
    public static String spelling(String param) {
        var function = TOOL.matcher(param).replaceFirst("functions$1");
        return CHOICE.matcher(function).replaceFirst(FUNCTION_CALL);
    }
}
