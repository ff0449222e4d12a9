package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object read by the rules of proto3 JSON: camel or snake case, null as absent, nothing unknown. */
final class ProtoObject {
    private static final Map<String, String> CAMEL = Map.ofEntries(
            Map.entry("model_uri", "modelUri"),
            Map.entry("completion_options", "completionOptions"),
            Map.entry("max_tokens", "maxTokens"),
            Map.entry("reasoning_options", "reasoningOptions"),
            Map.entry("tool_call_list", "toolCallList"),
            Map.entry("tool_calls", "toolCalls"),
            Map.entry("function_call", "functionCall"),
            Map.entry("tool_result_list", "toolResultList"),
            Map.entry("tool_results", "toolResults"),
            Map.entry("function_result", "functionResult"),
            Map.entry("json_object", "jsonObject"),
            Map.entry("json_schema", "jsonSchema"),
            Map.entry("parallel_tool_calls", "parallelToolCalls"),
            Map.entry("tool_choice", "toolChoice"),
            Map.entry("function_name", "functionName"));

    private final String path;
    private final boolean lenient;
    private final Map<String, JsonNode> members = new HashMap<>();

    private ProtoObject(JsonNode node, String path, boolean lenient) {
        this.path = path;
        this.lenient = lenient;
        if (!node.isObject()) {
            throw YandexRefusal.invalid("proto: syntax error: " + path + " must be an object");
        }
    }

    static ProtoObject of(JsonNode node, String path, boolean lenient, String... known) {
        var object = new ProtoObject(node, path, lenient);
        for (var member : node.properties()) {
            object.add(CAMEL.getOrDefault(member.getKey(), member.getKey()), member.getValue(), known);
        }
        return object;
    }

    private void add(String name, JsonNode value, String[] known) {
        for (var each : known) {
            if (each.equals(name)) {
                if (!value.isNull()) {
                    members.put(name, value);
                }
                return;
            }
        }
        if (!lenient) {
            throw YandexRefusal.invalid("unknown field \"" + name + "\" in " + path);
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** How many of the members of a one-of are set. */
    int count(String... names) {
        var count = 0;
        for (var name : names) {
            count += has(name) ? 1 : 0;
        }
        return count;
    }

    @Nullable
    ProtoObject object(String name, String... known) {
        var value = members.get(name);
        return value == null ? null : of(value, path + "." + name, lenient, known);
    }

    /** The members of a list, each an object that knows these fields. */
    List<ProtoObject> objects(String name, String... known) {
        var list = new ArrayList<ProtoObject>();
        for (var value : array(name)) {
            list.add(of(value, path + "." + name, lenient, known));
        }
        return list;
    }

    /** A free JSON object. */
    @Nullable
    JsonNode struct(String name) {
        var value = members.get(name);
        if (value != null && !value.isObject()) {
            throw wrongType(name, "an object");
        }
        return value;
    }

    String text(String name) {
        var value = members.get(name);
        if (value == null) {
            return "";
        }
        if (!value.isTextual()) {
            throw wrongType(name, "a string");
        }
        return value.textValue();
    }

    boolean flag(String name, boolean otherwise) {
        var value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrongType(name, "a boolean");
        }
        return value.booleanValue();
    }

    /** An int64: a whole number, or a string holding one. */
    long int64(String name, long otherwise) {
        var value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isTextual()) {
            try {
                return Long.parseLong(value.textValue());
            } catch (NumberFormatException _) {
                throw wrongType(name, "an int64");
            }
        }
        throw wrongType(name, "an int64");
    }

    double number(String name, double otherwise) {
        var value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isTextual()) {
            try {
                return Double.parseDouble(value.textValue());
            } catch (NumberFormatException _) {
                throw wrongType(name, "a double");
            }
        }
        throw wrongType(name, "a double");
    }

    /** An enum value by its name or number. */
    String choice(String name, String... values) {
        var value = members.get(name);
        if (value == null) {
            return values[0];
        }
        if (value.isIntegralNumber() && value.intValue() >= 0 && value.intValue() < values.length) {
            return values[value.intValue()];
        }
        for (var each : values) {
            if (value.isTextual() && each.equals(value.textValue())) {
                return each;
            }
        }
        throw YandexRefusal.invalid("invalid value for enum field " + name + ": " + value);
    }

    private Iterable<JsonNode> array(String name) {
        var value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(name, "a list");
        }
        return value;
    }

    private YandexRefusal wrongType(String name, String wanted) {
        return YandexRefusal.invalid("invalid value for field " + path + "." + name + ": it must be " + wanted);
    }
}
