package ru.xrouter.api.chat;

import static ru.xrouter.api.chat.JsonParameters.invalidValue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tool_choice} in all its forms. A choice among some of the tools is a choice among all of a shorter list. */
final class ToolChoiceReader {
    private static final String TOOL_CHOICE = "tool_choice";

    private ToolChoiceReader() {}

    static @Nullable ToolChoice read(JsonParameters json, List<HostedTool> hosted) {
        var node = json.node(TOOL_CHOICE);
        if (node == null) {
            return null;
        }
        if (!node.isObject()) {
            return mode(JsonParameters.text(node, TOOL_CHOICE));
        }
        var choice = new JsonParameters(node, TOOL_CHOICE);
        var type = choice.string("type");
        return switch (type) {
            case null -> named(choice);
            case "function" -> named(choice);
            case "allowed_tools" -> {
                var allowed = choice.requiredObject("allowed_tools");
                yield switch (allowed.requiredString("mode")) {
                    case "auto" -> new ToolChoice.Auto();
                    case "required" -> new ToolChoice.Required();
                    default -> throw invalidValue(allowed.path("mode"), "'mode' is auto or required.");
                };
            }
            default -> hosted(choice, type, hosted);
        };
    }

    private static ToolChoice hosted(JsonParameters choice, String type, List<HostedTool> hosted) {
        var kind = HostedTool.Kind.of(type);
        if (kind == null) {
            throw new InvalidParameterException(
                    choice.path("type"), "unsupported_value", "Tools of type '%s' are not supported.".formatted(type));
        }
        if (!HostedTool.hasOne(hosted, kind)) {
            throw invalidValue(choice.path("type"), "'tool_choice' names a tool that 'tools' does not hold.");
        }
        return new ToolChoice.Hosted(kind);
    }

    private static ToolChoice mode(String mode) {
        return switch (mode) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> throw invalidValue(TOOL_CHOICE, "'tool_choice' is none, auto, required or names a function.");
        };
    }

    private static ToolChoice named(JsonParameters choice) {
        return new ToolChoice.Named(choice.requiredObject("function").requiredString("name"));
    }

    /** Those of the tools that the choice allows. */
    static List<FunctionTool> allowed(JsonParameters json, List<FunctionTool> tools) {
        var node = json.node(TOOL_CHOICE);
        if (node == null || !"allowed_tools".equals(node.path("type").textValue())) {
            return tools;
        }
        var allowed = new JsonParameters(node, TOOL_CHOICE).requiredObject("allowed_tools");
        var names = new HashSet<>(allowed.list("tools", ToolChoiceReader::name));
        for (var name : names) {
            if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw invalidValue(
                        allowed.path("tools"),
                        "'tool_choice' allows '%s', which 'tools' does not hold.".formatted(name));
            }
        }
        return tools.stream().filter(tool -> names.contains(tool.name())).toList();
    }

    private static String name(JsonNode node, String path) {
        return new JsonParameters(node, path).requiredObject("function").requiredString("name");
    }
}
