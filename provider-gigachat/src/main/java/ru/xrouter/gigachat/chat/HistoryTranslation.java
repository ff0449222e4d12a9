package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ChatMessage.AssistantMessage;
import ru.xrouter.api.chat.ChatMessage.SystemMessage;
import ru.xrouter.api.chat.ChatMessage.ToolMessage;
import ru.xrouter.api.chat.ChatMessage.UserMessage;
import ru.xrouter.api.chat.ContentPart;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.chat.ToolCall;

/**
 * Turns a conversation into GigaChat's form. GigaChat takes one system message, first of all; one function call per
 * message; and refuses a call without a result right after it.
 */
final class HistoryTranslation {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<ChatMessage> messages;
    private final List<String> instructions = new ArrayList<>();
    private final List<GigaChatMessage> translated = new ArrayList<>();

    private HistoryTranslation(List<ChatMessage> messages) {
        this.messages = messages;
    }

    static List<GigaChatMessage> messages(List<ChatMessage> messages) {
        var translation = new HistoryTranslation(messages);
        int next = 0;
        while (next < messages.size()) {
            next = translation.message(next);
        }
        return translation.result();
    }

    private List<GigaChatMessage> result() {
        if (!instructions.isEmpty()) {
            translated.addFirst(GigaChatMessage.text("system", String.join("\n\n", instructions)));
        }
        return translated;
    }

    /** Translates the message at an index, with those that belong to it, and gives the index of the next. */
    private int message(int index) {
        switch (messages.get(index)) {
            case SystemMessage(var text) -> instructions.add(text);
            case UserMessage user -> add(GigaChatMessage.user(text(user), files(user)));
            case AssistantMessage(var text, var calls)
            when calls.isEmpty() -> add(GigaChatMessage.text("assistant", text == null ? "" : text));
            case AssistantMessage assistant -> {
                return exchange(index, assistant);
            }
            case ToolMessage _ -> throw withoutCall(index);
        }
        return index + 1;
    }

    private void add(GigaChatMessage message) {
        if (!translated.isEmpty() && translated.getLast().canJoin(message)) {
            translated.add(translated.removeLast().join(message));
        } else {
            translated.add(message);
        }
    }

    private static String text(UserMessage user) {
        return user.parts().stream()
                .filter(ContentPart.Text.class::isInstance)
                .map(part -> ((ContentPart.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    /** What the provider holds; an image that it does not hold yet is only ever counted, never sent. */
    private static List<String> files(UserMessage user) {
        return user.parts().stream()
                .filter(ContentPart.UploadedImage.class::isInstance)
                .map(part -> ((ContentPart.UploadedImage) part).id())
                .toList();
    }

    /**
     * An assistant's calls and their results, in any order, become pairs of a call and its result in the order of the
     * calls. A call that never got a result is left out, and so is what the assistant said while it waited.
     */
    private int exchange(int index, AssistantMessage assistant) {
        var results = new HashMap<String, String>();
        int next = collectResults(index, assistant.toolCalls(), results);
        addPairs(index, assistant, results);
        return next;
    }

    private int collectResults(int index, List<ToolCall> calls, Map<String, String> results) {
        int next = index + 1;
        int i = next;
        while (i < messages.size() && belongsToExchange(messages.get(i))) {
            if (messages.get(i) instanceof ToolMessage result) {
                collect(i, calls, result, results);
                keepInstructions(next, i);
                next = i + 1;
            }
            i++;
        }
        return next;
    }

    private static boolean belongsToExchange(ChatMessage message) {
        return switch (message) {
            case ToolMessage _, SystemMessage _ -> true;
            case AssistantMessage assistant -> assistant.toolCalls().isEmpty();
            case UserMessage _ -> false;
        };
    }

    private static void collect(int index, List<ToolCall> calls, ToolMessage result, Map<String, String> results) {
        var id = result.toolCallId();
        if (calls.stream().noneMatch(call -> call.id().equals(id))) {
            throw withoutCall(index);
        }
        if (results.put(id, result.text()) != null) {
            throw new InvalidParameterException(
                    "messages[%d].tool_call_id".formatted(index),
                    "invalid_value",
                    "This tool call has a result already.");
        }
    }

    private void keepInstructions(int from, int to) {
        for (int i = from; i < to; i++) {
            if (messages.get(i) instanceof SystemMessage(var text)) {
                instructions.add(text);
            }
        }
    }

    private void addPairs(int index, AssistantMessage assistant, Map<String, String> results) {
        var text = assistant.text() == null ? "" : assistant.text();
        boolean said = false;
        for (int i = 0; i < assistant.toolCalls().size(); i++) {
            var call = assistant.toolCalls().get(i);
            var result = results.get(call.id());
            if (result != null) {
                var name = FunctionNames.toGigaChat(call.name());
                var function = new GigaChatMessage.FunctionCall(name, arguments(call, index, i));
                var state = CallIds.stateId(call.id());
                translated.add(GigaChatMessage.call(said ? "" : text, function, state));
                translated.add(GigaChatMessage.result(name, object(result), state));
                said = true;
            }
        }
        if (!said && !text.isEmpty()) {
            add(GigaChatMessage.text("assistant", text));
        }
    }

    private static JsonNode arguments(ToolCall call, int message, int index) {
        if (call.arguments().isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        var arguments = parse(call.arguments());
        if (arguments == null || !arguments.isObject()) {
            throw new InvalidParameterException(
                    "messages[%d].tool_calls[%d].function.arguments".formatted(message, index),
                    "invalid_value",
                    "The arguments of a tool call must be a JSON object.");
        }
        return arguments;
    }

    /** GigaChat wants a result that is a JSON object, written as a string. */
    private static String object(String result) {
        var json = result.isBlank() ? JsonNodeFactory.instance.nullNode() : parse(result);
        if (json == null) {
            return JsonNodeFactory.instance.objectNode().put("result", result).toString();
        }
        if (json.isNull()) {
            return "{}";
        }
        return json.isObject()
                ? result
                : JsonNodeFactory.instance.objectNode().set("result", json).toString();
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    private static InvalidParameterException withoutCall(int index) {
        return new InvalidParameterException(
                "messages[%d].tool_call_id".formatted(index),
                "invalid_value",
                "A tool message must follow the assistant message whose tool call it answers.");
    }
}
