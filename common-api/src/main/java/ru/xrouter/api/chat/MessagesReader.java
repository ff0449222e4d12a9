package ru.xrouter.api.chat;

import static ru.xrouter.api.chat.JsonParameters.invalidType;
import static ru.xrouter.api.chat.JsonParameters.invalidValue;
import static ru.xrouter.api.chat.JsonParameters.missing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import ru.xrouter.api.chat.ChatMessage.AssistantMessage;
import ru.xrouter.api.chat.ChatMessage.SystemMessage;
import ru.xrouter.api.chat.ChatMessage.ToolMessage;
import ru.xrouter.api.chat.ChatMessage.UserMessage;

/**
 * Reads the messages of one request. The calls of legacy functions get ids, by which their results find them: the next
 * result of a function belongs to its oldest call that has none.
 */
final class MessagesReader {
    private static final Set<String> OF_MESSAGES =
            Set.of("role", "content", "tool_calls", "tool_call_id", "function_call", "audio");

    /** Parts of answers, which clients send back as they came; they tell the model nothing that it has to know. */
    private static final Set<String> OF_ANSWERS = Set.of("refusal", "reasoning_content", "annotations");

    private static final Set<String> OF_PARTS = Set.of("type", "text", "refusal", "image_url");

    private final Map<String, Deque<String>> unanswered = new HashMap<>();
    private final Set<String> ignored = new TreeSet<>();
    private int legacyCalls;

    List<ChatMessage> read(JsonParameters request) {
        var messages = request.list("messages", this::message);
        if (messages.isEmpty()) {
            throw invalidValue("messages", "'messages' must hold at least one message.");
        }
        ToolTurn.check(messages);
        return messages;
    }

    /** Names of members of messages that no provider has a word for, such as an author's {@code messages.name}. */
    Set<String> ignored() {
        return ignored;
    }

    private ChatMessage message(JsonNode node, String path) {
        var json = new JsonParameters(node, path);
        var role = json.requiredString("role");
        ignoreOthers(json, role);
        if (role.equals("function")) {
            return functionResult(json);
        }
        json.string("name");
        return switch (role) {
            case "system", "developer" -> new SystemMessage(requiredText(json));
            case "user" -> new UserMessage(requiredParts(json));
            case "assistant" -> assistant(json);
            case "tool" -> new ToolMessage(json.requiredString("tool_call_id"), requiredText(json));
            default ->
                throw invalidValue(
                        json.path("role"),
                        "'%s' is not a role. Use system, developer, user, assistant, tool or function."
                                .formatted(role));
        };
    }

    private void ignoreOthers(JsonParameters message, String role) {
        for (var name : message.present()) {
            var known = OF_MESSAGES.contains(name)
                    || OF_ANSWERS.contains(name)
                    || (name.equals("name") && role.equals("function"));
            if (!known) {
                ignored.add("messages." + name);
            }
        }
    }

    private ToolMessage functionResult(JsonParameters json) {
        var name = json.requiredString("name");
        var calls = unanswered.get(name);
        var id = calls == null ? null : calls.poll();
        if (id == null) {
            throw invalidValue(json.path("name"), "No 'function_call' before this message calls '%s'.".formatted(name));
        }
        var content = json.node("content");
        return new ToolMessage(id, content == null ? "" : requiredText(json));
    }

    private AssistantMessage assistant(JsonParameters json) {
        if (json.node("audio") != null) {
            throw new InvalidParameterException(
                    json.path("audio"), "unsupported_parameter", "No provider remembers earlier audio; send its text.");
        }
        var calls = new ArrayList<>(json.list("tool_calls", MessagesReader::toolCall));
        var legacy = json.object("function_call");
        if (legacy != null) {
            calls.add(legacyCall(legacy));
        }
        var text = json.node("content") == null ? json.string("refusal") : requiredText(json);
        if (text == null && calls.isEmpty()) {
            throw missing(json.path("content"));
        }
        return new AssistantMessage(text, calls);
    }

    private ToolCall legacyCall(JsonParameters json) {
        var name = json.requiredName("name");
        var id = ToolTurn.LEGACY_ID + legacyCalls++;
        unanswered.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(id);
        return new ToolCall(id, name, json.requiredString("arguments"));
    }

    private static ToolCall toolCall(JsonNode node, String path) {
        var json = new JsonParameters(node, path);
        var function = json.requiredObject("function");
        return new ToolCall(
                json.requiredString("id"), function.requiredName("name"), function.requiredString("arguments"));
    }

    private String requiredText(JsonParameters json) {
        if (json.node("content") == null) {
            throw missing(json.path("content"));
        }
        return text(json);
    }

    private String text(JsonParameters json) {
        return requiredParts(json).stream()
                .map(part -> switch (part) {
                    case ContentPart.Text(var text) -> text;
                    case ContentPart.ImageUrl _, ContentPart.UploadedImage _ ->
                        throw invalidValue(json.path("content"), "Only user messages may hold images.");
                })
                .collect(Collectors.joining("\n"));
    }

    private List<ContentPart> requiredParts(JsonParameters json) {
        var path = json.path("content");
        var content = json.node("content");
        if (content == null) {
            throw missing(path);
        }
        if (content.isTextual()) {
            return List.of(new ContentPart.Text(content.textValue()));
        }
        if (content.isArray()) {
            return JsonParameters.elements(content, path, this::part);
        }
        throw invalidType(path, "a string or an array of content parts", content);
    }

    private ContentPart part(JsonNode node, String path) {
        var json = new JsonParameters(node, path);
        var type = json.requiredString("type");
        for (var name : json.present()) {
            if (!OF_PARTS.contains(name)) {
                ignored.add("messages.content." + name);
            }
        }
        return switch (type) {
            case "text" -> new ContentPart.Text(json.requiredString("text"));
            case "refusal" -> new ContentPart.Text(json.requiredString("refusal"));
            case "image_url" -> image(json.requiredObject("image_url"));
            default ->
                throw new InvalidParameterException(
                        json.path("type"),
                        "unsupported_value",
                        "Content parts of type '%s' are not supported.".formatted(type));
        };
    }

    /** How closely an image is looked at is the model's own choice. */
    private ContentPart.ImageUrl image(JsonParameters image) {
        var detail = image.string("detail");
        if (detail != null && !detail.equals("auto")) {
            ignored.add("messages.content.image_url.detail");
        }
        return new ContentPart.ImageUrl(image.requiredString("url"));
    }
}
