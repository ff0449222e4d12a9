package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.gigachat.Fields.Kind;

/** What GigaChat demands of a chat request; whatever passes can be answered. */
final class ChatRules {
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high");
    private static final int MOST_CHOICES = 4;

    private ChatRules() {}

    static ChatRequest read(@Nullable JsonNode json, Attachments attachments) {
        var body = object(json);
        var model = model(body);
        checkSampling(body);
        checkChoices(body);
        checkExtras(body);
        var messages = MessageRules.read(body.get("messages"), attachments);
        FileRules.attached(messages, model);
        var functions = FunctionRules.functions(body.get("functions"));
        return new ChatRequest(
                model,
                messages,
                Fields.flag(body, "stream"),
                maxTokens(body),
                updateMillis(body),
                functions,
                FunctionRules.choice(body, functions),
                schema(Fields.of(body, "response_format", Kind.OBJECT)),
                reasoning(body),
                builtIns(body, functions));
    }

    /** Functions of the caller's turn GigaChat's own off. */
    private static Set<String> builtIns(JsonNode body, @Nullable JsonNode functions) {
        return functions == null && "auto".equals(body.path("function_call").textValue())
                ? Set.of("image_generate")
                : Set.of();
    }

    /** A request's body, if it is one that can be looked at. */
    static JsonNode object(@Nullable JsonNode body) {
        if (body == null) {
            throw GigaChatRefusal.badRequest("Your request contains invalid JSON syntax.");
        }
        if (!body.isObject()) {
            throw GigaChatRefusal.badRequest("Bad request");
        }
        if (body.get("messages") == null) {
            throw GigaChatRefusal.badRequest("Bad request: field 'messages' is required");
        }
        return body;
    }

    static String model(JsonNode body) {
        var model = Fields.text(body, "model");
        if (model == null || model.isEmpty()) {
            throw GigaChatRefusal.badRequest("Bad request: field 'model' is required");
        }
        if (!GigaChatModels.isChat(model)) {
            throw GigaChatRefusal.noSuchModel();
        }
        return model;
    }

    static void checkSampling(JsonNode body) {
        checkPositive(body, "temperature");
        checkPositive(body, "repetition_penalty");
        var topP = Fields.of(body, "top_p", Kind.NUMBER);
        if (topP != null && !(topP.doubleValue() >= 0 && topP.doubleValue() <= 1)) {
            throw GigaChatRefusal.invalid("top_p must be in range [0, 1]");
        }
    }

    private static void checkChoices(JsonNode body) {
        var choices = Fields.of(body, "n", Kind.INTEGER);
        if (choices != null && (choices.intValue() < 1 || choices.intValue() > MOST_CHOICES)) {
            throw GigaChatRefusal.invalid("n must be in range [1, 4]");
        }
        if (choices != null && choices.intValue() > 1) {
            throw GigaChatRefusal.invalid("n above 1 is no longer supported");
        }
    }

    private static void checkPositive(JsonNode body, String name) {
        var value = Fields.of(body, name, Kind.NUMBER);
        if (value != null && !(value.doubleValue() > 0)) {
            throw GigaChatRefusal.invalid(name + " must be in range (0, +inf)");
        }
    }

    private static void checkExtras(JsonNode body) {
        Fields.flag(body, "profanity_check");
        Fields.of(body, "flags", Kind.STRINGS);
        Fields.of(body, "storage", Kind.OBJECT);
        Fields.of(body, "function_ranker", Kind.OBJECT);
        Fields.of(body, "additional_data", Kind.OBJECT);
    }

    static long maxTokens(JsonNode body) {
        var value = Fields.of(body, "max_tokens", Kind.INTEGER);
        if (value == null) {
            return Integer.MAX_VALUE;
        }
        if (value.intValue() <= 0) {
            throw GigaChatRefusal.invalid("max_tokens must be in range (0, +inf)");
        }
        return value.intValue();
    }

    static long updateMillis(JsonNode body) {
        var value = Fields.of(body, "update_interval", Kind.NUMBER);
        if (value == null) {
            return 0;
        }
        if (!(value.doubleValue() >= 0)) {
            throw GigaChatRefusal.invalid("update_interval must be in range [0, +inf)");
        }
        return Math.round(value.doubleValue() * 1000);
    }

    private static boolean reasoning(JsonNode body) {
        var effort = Fields.text(body, "reasoning_effort");
        if (effort != null && !EFFORTS.contains(effort)) {
            throw GigaChatRefusal.invalid("reasoning_effort must be one of low, medium, high");
        }
        return effort != null;
    }

    /** The schema that a {@code response_format} asks for; null when it asks for text. */
    static @Nullable JsonNode schema(@Nullable JsonNode format) {
        if (format == null) {
            return null;
        }
        return switch (String.valueOf(Fields.text(format, "type"))) {
            case "text" -> null;
            case "json_schema" -> {
                Fields.flag(format, "strict");
                var schema = Fields.of(format, "schema", Kind.OBJECT);
                if (schema == null) {
                    throw new GigaChatRefusal(422, "Field 'response_format.schema' is missing");
                }
                yield schema;
            }
            default -> throw GigaChatRefusal.invalid("response_format.type must be 'text' or 'json_schema'");
        };
    }
}
