package ru.xrouter.api.chat;

import static ru.xrouter.api.chat.JsonParameters.invalidType;
import static ru.xrouter.api.chat.JsonParameters.invalidValue;
import static ru.xrouter.api.chat.JsonParameters.missing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatMessage.UserMessage;

/**
 * Reads a chat completion request as OpenAI's SDKs send it. Pure. Every refusal is an {@link InvalidParameterException}
 * that names the parameter in the caller's spelling; unknown top-level parameters are accepted and listed in {@link
 * ChatCompletionRequest#present()}.
 */
public final class ChatRequestReader {
    /** What the reader itself makes messages and choices of, so that no adapter need know it. */
    private static final Set<String> CONTENT = Set.of("prompt", "echo", "best_of", "plugins");

    private static final int MAX_STOP = 4;
    private static final int MAX_N = 128;
    private static final double MAX_TEMPERATURE = 2;
    private static final double PENALTY = 2;
    private static final double MIN_REPETITION_PENALTY = 0.01;
    private static final int MAX_TOP_LOGPROBS = 20;
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh");

    private ChatRequestReader() {}

    public static ChatCompletionRequest read(byte[] body) {
        var json = JsonParameters.parse(body);
        var reader = new MessagesReader();
        var messages = messages(json, reader);
        return parameters(json, messages, reader.ignored());
    }

    /**
     * Everything but the messages; what the legacy text completion shares.
     *
     * @param ofMessages names of members of messages that nobody honours
     */
    static ChatCompletionRequest parameters(JsonParameters json, List<ChatMessage> messages, Set<String> ofMessages) {
        var hosted = new HostedToolsReader().read(json);
        json.string("safety_identifier");
        var legacy = LegacyFunctions.in(json);
        var streamOptions = json.object("stream_options");
        var maxCompletionTokens = json.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        var maxTokens = json.integer("max_tokens", 1, Integer.MAX_VALUE);
        var n = json.integer("n", 1, MAX_N);
        return new ChatCompletionRequest(
                json.requiredString("model"),
                messages,
                json.flag("stream"),
                streamOptions != null && streamOptions.flag("include_usage"),
                maxCompletionTokens != null ? maxCompletionTokens : maxTokens,
                json.number("temperature", 0, MAX_TEMPERATURE),
                json.number("top_p", 0, 1),
                json.number("presence_penalty", -PENALTY, PENALTY),
                json.number("frequency_penalty", -PENALTY, PENALTY),
                json.number("repetition_penalty", MIN_REPETITION_PENALTY, PENALTY),
                stop(json),
                n == null ? 1 : n,
                json.longInteger("seed"),
                legacy ? LegacyFunctions.tools(json) : ToolChoiceReader.allowed(json, functions(json)),
                hosted.found(),
                legacy ? LegacyFunctions.choice(json) : ToolChoiceReader.read(json, hosted.found()),
                // The legacy form has room for one call.
                legacy ? Boolean.FALSE : json.bool("parallel_tool_calls"),
                responseFormat(json),
                reasoningEffort(json),
                json.string("user"),
                logprobs(json),
                legacy,
                present(json, ofMessages, hosted.ignored()));
    }

    private static List<FunctionTool> functions(JsonParameters json) {
        return json.list("tools", ChatRequestReader::tool).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Set<String> present(JsonParameters json, Set<String> ofMessages, Set<String> ofHostedTools) {
        var names = json.present();
        names.removeAll(CONTENT);
        names.addAll(ofMessages);
        names.addAll(ofHostedTools);
        var streamOptions = json.object("stream_options");
        if (streamOptions != null && streamOptions.flag("include_obfuscation")) {
            names.add("stream_options.include_obfuscation");
        }
        return LegacyFunctions.asTools(names);
    }

    private static boolean logprobs(JsonParameters json) {
        var wanted = json.flag("logprobs");
        var top = json.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
        if (top != null && top > 0 && !wanted) {
            throw invalidValue("top_logprobs", "'top_logprobs' goes with 'logprobs': true.");
        }
        return wanted;
    }

    private static @Nullable String reasoningEffort(JsonParameters json) {
        var effort = json.string("reasoning_effort");
        if (effort != null && !EFFORTS.contains(effort)) {
            throw invalidValue(
                    "reasoning_effort", "'reasoning_effort' is one of %s.".formatted(String.join(", ", EFFORTS)));
        }
        return effort;
    }

    /** The messages, or in their place XRouter's own {@code prompt}: one message of the user. */
    private static List<ChatMessage> messages(JsonParameters json, MessagesReader reader) {
        var prompt = json.string("prompt");
        if (json.node("messages") == null) {
            if (prompt == null) {
                throw missing("messages");
            }
            return List.of(new UserMessage(List.of(new ContentPart.Text(json.requiredName("prompt")))));
        }
        if (prompt != null) {
            throw invalidValue("prompt", "Send either 'messages' or 'prompt', not both.");
        }
        return reader.read(json);
    }

    /** A function; empty for a tool that the provider runs itself. */
    private static Optional<FunctionTool> tool(JsonNode node, String path) {
        var json = new JsonParameters(node, path);
        var type = json.requiredString("type");
        if (HostedToolsReader.isHosted(node)) {
            return Optional.empty();
        }
        if (!type.equals("function")) {
            throw new InvalidParameterException(
                    json.path("type"), "unsupported_value", "Tools of type '%s' are not supported.".formatted(type));
        }
        return Optional.of(function(json.requiredObject("function")));
    }

    static FunctionTool function(JsonParameters function) {
        var parameters = function.object("parameters");
        return new FunctionTool(
                function.requiredName("name"),
                function.string("description"),
                parameters == null ? null : function.node("parameters"),
                function.flag("strict"));
    }

    private static @Nullable ResponseFormat responseFormat(JsonParameters json) {
        var format = json.object("response_format");
        if (format == null) {
            return null;
        }
        return switch (format.requiredString("type")) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> jsonSchema(format.requiredObject("json_schema"));
            default ->
                throw invalidValue(
                        "response_format.type", "'response_format.type' is text, json_object or json_schema.");
        };
    }

    private static ResponseFormat jsonSchema(JsonParameters json) {
        json.requiredObject("schema");
        var schema = json.node("schema");
        if (schema == null) {
            throw missing(json.path("schema"));
        }
        return new ResponseFormat.JsonSchema(
                json.requiredString("name"), described(schema, json.string("description")), json.flag("strict"));
    }

    /** No provider has a place for what the format is for but the schema, where JSON Schema has one. */
    private static JsonNode described(JsonNode schema, @Nullable String description) {
        if (description == null || !(schema instanceof ObjectNode object)) {
            return schema;
        }
        var own = object.path("description");
        return own.isMissingNode() || own.isTextual()
                ? object.deepCopy()
                        .put("description", own.isTextual() ? description + "\n" + own.textValue() : description)
                : schema;
    }

    private static List<String> stop(JsonParameters json) {
        var node = json.node("stop");
        if (node == null) {
            return List.of();
        }
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        if (!node.isArray()) {
            throw invalidType("stop", "a string or an array of strings", node);
        }
        if (node.size() > MAX_STOP) {
            throw invalidValue("stop", "'stop' holds at most %d strings.".formatted(MAX_STOP));
        }
        return JsonParameters.elements(node, "stop", JsonParameters::text);
    }
}
