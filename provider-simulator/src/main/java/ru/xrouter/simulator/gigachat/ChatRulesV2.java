package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.gigachat.ChatRequest.FunctionChoice;
import ru.xrouter.simulator.gigachat.Fields.Kind;

/** What GigaChat demands of a chat request of the second version of its API. */
final class ChatRulesV2 {
    /** Names of version 1: the API is said to ignore what it does not know, and nothing is lost more silently. */
    private static final Set<String> OF_VERSION_1 = Set.of(
            "temperature",
            "top_p",
            "max_tokens",
            "repetition_penalty",
            "update_interval",
            "functions",
            "function_call",
            "response_format",
            "reasoning_effort",
            "profanity_check",
            "attachments");

    private static final Set<String> BUILT_IN = Set.of(
            "code_interpreter",
            "image_generate",
            "web_search",
            "url_content_extraction",
            "model_3d_generate",
            "get_datetime",
            "memory");
    private static final Set<String> SEARCHES = Set.of("web_search", "actual_info_web_search", "safe_search");
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high");

    private ChatRulesV2() {}

    static ChatRequest read(@Nullable JsonNode json, Attachments attachments) {
        var body = ChatRules.object(json);
        var model = ChatRules.model(body);
        for (var name : OF_VERSION_1) {
            if (body.has(name)) {
                throw GigaChatRefusal.invalid("field '" + name + "' belongs to version 1");
            }
        }
        checkExtras(body);
        var options = Fields.of(body, "model_options", Kind.OBJECT);
        var settings = options == null ? MissingNode.getInstance() : options;
        checkOptions(settings);
        var messages = MessageRules.inOrder(body.get("messages"), new MessageReaderV2(attachments)::message);
        FileRules.attached(messages, model);
        var tools = Fields.of(body, "tools", Kind.ARRAY);
        var functions = functions(tools);
        var config = Fields.of(body, "tool_config", Kind.OBJECT);
        var builtIns = builtIns(tools);
        return new ChatRequest(
                model,
                messages,
                Fields.flag(body, "stream"),
                ChatRules.maxTokens(settings),
                ChatRules.updateMillis(settings),
                functions,
                choice(config, functions, builtIns),
                schema(settings),
                reasoning(settings),
                config != null && "none".equals(Fields.text(config, "mode")) ? Set.of() : builtIns);
    }

    private static void checkExtras(JsonNode body) {
        Fields.flag(body, "disable_filter");
        Fields.of(body, "flags", Kind.STRINGS);
        for (var name : new String[] {"filter_config", "ranker_options", "storage", "user_info"}) {
            Fields.of(body, name, Kind.OBJECT);
        }
    }

    private static void checkOptions(JsonNode options) {
        ChatRules.checkSampling(options);
        Fields.flag(options, "unnormalized_history");
        if (options.has("top_logprobs")) {
            throw new GigaChatRefusal(403, "Permission denied");
        }
    }

    private static @Nullable JsonNode schema(JsonNode options) {
        var format = Fields.of(options, "response_format", Kind.OBJECT);
        if (format != null && "regex".equals(Fields.text(format, "type"))) {
            throw GigaChatRefusal.invalid("simulator: regex is not simulated");
        }
        return ChatRules.schema(format);
    }

    private static boolean reasoning(JsonNode options) {
        var reasoning = Fields.of(options, "reasoning", Kind.OBJECT);
        var effort = reasoning == null ? null : Fields.text(reasoning, "effort");
        if (effort == null || effort.equals("off")) {
            return false;
        }
        if (!EFFORTS.contains(effort)) {
            throw GigaChatRefusal.invalid("reasoning.effort must be one of low, medium, high, off");
        }
        return true;
    }

    private static @Nullable JsonNode functions(@Nullable JsonNode tools) {
        JsonNode functions = null;
        for (var tool : tools == null ? MissingNode.getInstance() : tools) {
            if (!tool.isObject() || tool.size() != 1) {
                throw GigaChatRefusal.invalid("a tool must be an object with one member");
            }
            var name = tool.fieldNames().next();
            if (name.equals("functions")) {
                functions = FunctionRules.functions(tool.get("functions").get("specifications"));
            } else if (!BUILT_IN.contains(name)) {
                throw GigaChatRefusal.invalid("tool '" + name + "' is unknown");
            }
        }
        return functions;
    }

    private static Set<String> builtIns(@Nullable JsonNode tools) {
        var names = new TreeSet<String>();
        for (var tool : tools == null ? MissingNode.getInstance() : tools) {
            var name = tool.fieldNames().next();
            if (!BUILT_IN.contains(name)) {
                continue;
            }
            var settings = Fields.of(tool, name, Kind.OBJECT);
            if (name.equals("web_search") && settings != null) {
                checkSearch(settings);
            }
            names.add(name);
        }
        return names;
    }

    private static void checkSearch(JsonNode settings) {
        var type = Fields.text(settings, "type");
        if (type != null && !SEARCHES.contains(type)) {
            throw GigaChatRefusal.invalid("web_search.type must be one of " + SEARCHES);
        }
        Fields.of(settings, "indexes", Kind.STRINGS);
        Fields.of(settings, "flags", Kind.STRINGS);
    }

    private static FunctionChoice choice(
            @Nullable JsonNode config, @Nullable JsonNode functions, Set<String> builtIns) {
        if (config == null) {
            return FunctionChoice.AUTO;
        }
        return switch (String.valueOf(Fields.text(config, "mode"))) {
            case "auto" -> FunctionChoice.AUTO;
            case "none" -> FunctionChoice.NONE;
            case "forced" -> forced(config, functions, builtIns);
            default -> throw GigaChatRefusal.invalid("tool_config.mode must be 'auto', 'none' or 'forced'");
        };
    }

    private static FunctionChoice forced(JsonNode config, @Nullable JsonNode functions, Set<String> builtIns) {
        var name = Fields.text(config, "function_name");
        var tool = Fields.text(config, "tool_name");
        if (name == null && tool != null) {
            if (!builtIns.contains(tool)) {
                throw GigaChatRefusal.invalid("tool_config names a tool that is not in tools");
            }
            return new FunctionChoice(true, tool, null);
        }
        if (name == null || functions == null || FunctionRules.function(functions, name) == null) {
            throw GigaChatRefusal.invalid("tool_config names a function that is not in tools");
        }
        return new FunctionChoice(true, name, null);
    }
}
