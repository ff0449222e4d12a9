package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
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
import ru.xrouter.api.chat.ToolTurn;

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
            case ToolMessage tool -> throw ToolTurn.outOfPlace(index, tool);
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

    /** An assistant's calls and their results become pairs of a call and its result, in the order of the calls. */
    private int exchange(int index, AssistantMessage assistant) {
        var turn = ToolTurn.read(messages, index, assistant.toolCalls());
        addPairs(index, assistant, turn.results());
        return turn.next();
    }

    private void addPairs(int index, AssistantMessage assistant, List<String> results) {
        for (int i = 0; i < results.size(); i++) {
            var call = assistant.toolCalls().get(i);
            var name = FunctionNames.toGigaChat(call.name());
            var function = new GigaChatMessage.FunctionCall(name, arguments(call, index, i));
            var state = CallIds.stateId(call.id());
            var text = i > 0 || assistant.text() == null ? "" : assistant.text();
            translated.add(GigaChatMessage.call(text, function, state));
            translated.add(GigaChatMessage.result(name, object(results.get(i)), state));
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
}
