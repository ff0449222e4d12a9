package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.yandex.CompletionRequest.Tool;
import ru.xrouter.simulator.yandex.YandexModels.Generator;

/**
 * What the OpenAI-compatible surface demands of a chat request; whatever passes can be answered. It is strict with the
 * parameters that are documented and, as was recorded, accepts any other in silence.
 */
final class OpenAiRules {
    private static final double HOTTEST = 2;

    private final JsonNode body;
    private final ModelUri address;
    private final Generator model;

    private OpenAiRules(JsonNode body, ModelUri address) {
        this.body = body;
        this.address = address;
        this.model = address.generator();
    }

    static CompletionRequest read(@Nullable JsonNode body, @Nullable String folder) {
        if (body == null || !body.isObject()) {
            throw YandexRefusal.invalid("the body is not a JSON object");
        }
        return new OpenAiRules(body, ModelUri.compatible(body.path("model").textValue(), folder)).read();
    }

    private CompletionRequest read() {
        checkTemperature();
        var tools = tools();
        var format = format();
        return new CompletionRequest(
                address,
                flag("stream", false),
                maxTokens(),
                thinks(),
                new OpenAiMessageRules(model).read(body.path("messages")),
                tools,
                tools.isEmpty() ? 0 : Tokens.of(body.path("tools").toString()),
                toolMode(),
                forcedFunction(tools),
                // Yandex's own models are known to call in parallel, whatever they are told.
                model.own() || flag("parallel_tool_calls", true),
                format.equals("json_object"),
                format.equals("json_schema") ? schema() : null);
    }

    private void checkTemperature() {
        var temperature = body.path("temperature");
        var most = model.own() ? 1 : HOTTEST;
        if (given(temperature)
                && !(temperature.isNumber() && temperature.doubleValue() >= 0 && temperature.doubleValue() <= most)) {
            throw YandexRefusal.invalid("temperature must be in the range [0, " + most + "], got " + temperature);
        }
    }

    private long maxTokens() {
        var most = body.path("max_tokens");
        if (!given(most)) {
            return Integer.MAX_VALUE;
        }
        if (!most.isIntegralNumber() || most.longValue() <= 0) {
            throw YandexRefusal.invalid("max_tokens must be greater than 0, got " + most);
        }
        return most.longValue();
    }

    private boolean thinks() {
        var effort = body.path("reasoning_effort");
        if (given(effort) && !List.of("low", "medium", "high").contains(effort.asText())) {
            throw YandexRefusal.invalid("reasoning_effort must be low, medium or high, got " + effort);
        }
        return switch (model.thinks()) {
            case NEVER -> false;
            case WHEN_ASKED -> given(effort);
            case ALWAYS -> true;
        };
    }

    private List<Tool> tools() {
        var tools = new ArrayList<Tool>();
        for (var tool : body.path("tools")) {
            var function = tool.path("function");
            var name = function.path("name").asText("");
            var parameters = function.path("parameters");
            if (!tool.path("type").asText("").equals("function") || name.isEmpty()) {
                throw YandexRefusal.invalid("a tool must be of type function and have a name");
            }
            if (given(parameters) && !parameters.isObject()) {
                throw YandexRefusal.invalid("parameters of a function must be an object");
            }
            tools.add(new Tool(name, given(parameters) ? parameters : Json.MAPPER.createObjectNode()));
        }
        return tools;
    }

    private String toolMode() {
        var choice = body.path("tool_choice");
        return !choice.isTextual()
                ? "AUTO"
                : switch (choice.textValue()) {
                    case "auto" -> "AUTO";
                    case "none" -> "NONE";
                    case "required" -> "REQUIRED";
                    default -> throw YandexRefusal.invalid("tool_choice must be auto, none or required");
                };
    }

    private String forcedFunction(List<Tool> tools) {
        var choice = body.path("tool_choice");
        if (!choice.isObject()) {
            return "";
        }
        var name = choice.at("/function/name").asText("");
        if (tools.stream().noneMatch(it -> it.name().equals(name))) {
            throw YandexRefusal.invalid("tool_choice names function '" + name + "' that is not in tools");
        }
        return name;
    }

    private String format() {
        var format = body.path("response_format");
        if (!given(format)) {
            return "text";
        }
        var type = format.path("type").asText("");
        if (!List.of("text", "json_object", "json_schema").contains(type)) {
            throw YandexRefusal.invalid("response_format.type must be text, json_object or json_schema");
        }
        return type;
    }

    private JsonNode schema() {
        var format = body.at("/response_format/json_schema");
        if (format.path("name").asText("").isEmpty() || !format.path("schema").isObject()) {
            throw YandexRefusal.invalid("response_format.json_schema must have a name and a schema");
        }
        return format.path("schema");
    }

    private boolean flag(String name, boolean otherwise) {
        var value = body.path(name);
        if (!given(value)) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw YandexRefusal.invalid(name + " must be a boolean");
        }
        return value.booleanValue();
    }

    static boolean given(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }
}
