package ru.xrouter.yandexgpt.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
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
 * Translates a conversation. YandexGPT refuses empty text, so an empty system or assistant message is left out and an
 * empty user message is refused. Its messages hold text or tool calls, so text beside calls goes before them as a
 * message of its own.
 */
final class MessagesTranslation {
    private final List<ChatMessage> messages;
    private final ArrayNode out = JsonNodeFactory.instance.arrayNode();

    private MessagesTranslation(List<ChatMessage> messages) {
        this.messages = messages;
    }

    static ArrayNode messages(List<ChatMessage> messages) {
        return new MessagesTranslation(messages).translate();
    }

    private ArrayNode translate() {
        addText("system", instructions());
        int next = 0;
        while (next < messages.size()) {
            next = add(next);
        }
        if (out.isEmpty()) {
            throw invalid("messages", "'messages' must hold some text.");
        }
        return out;
    }

    /** One system message in front: what YandexGPT makes of several, or of one further down, is not documented. */
    private String instructions() {
        return messages.stream()
                .filter(SystemMessage.class::isInstance)
                .map(message -> ((SystemMessage) message).text())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /** Adds the message at an index, and what belongs to it; returns the index of the next. */
    private int add(int index) {
        switch (messages.get(index)) {
            case SystemMessage _ -> {}
            case UserMessage user -> addText("user", userText(user, index));
            case AssistantMessage(var text, var calls) -> {
                addText("assistant", text == null ? "" : text);
                if (!calls.isEmpty()) {
                    return addCalls(index, calls);
                }
            }
            case ToolMessage tool -> throw ToolTurn.outOfPlace(index, tool);
        }
        return index + 1;
    }

    private static String userText(UserMessage message, int index) {
        var path = path(index, "content");
        if (message.hasImages()) {
            throw new InvalidParameterException(path, "unsupported_value", "This model does not read images.");
        }
        var text = message.parts().stream()
                .map(part -> ((ContentPart.Text) part).text())
                .collect(Collectors.joining("\n"));
        if (text.isEmpty()) {
            throw invalid(path, "'%s' must not be empty.".formatted(path));
        }
        return text;
    }

    private void addText(String role, String text) {
        if (!text.isEmpty()) {
            out.addObject().put("role", role).put("text", text);
        }
    }

    /** Calls and their results: YandexGPT knows no call ids, it pairs the two lists by their order. */
    private int addCalls(int index, List<ToolCall> calls) {
        var list = out.addObject()
                .put("role", "assistant")
                .putObject("toolCallList")
                .putArray("toolCalls");
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            list.addObject()
                    .putObject("functionCall")
                    .put("name", call.name())
                    .set("arguments", arguments(call, path(index, "tool_calls[%d].function.arguments".formatted(i))));
        }
        var turn = ToolTurn.read(messages, index, calls);
        addResults(turn);
        return turn.next();
    }

    /** One message with all results; its role is the user's, as the vendor's own SDK sends it. */
    private void addResults(ToolTurn turn) {
        var results =
                out.addObject().put("role", "user").putObject("toolResultList").putArray("toolResults");
        for (int i = 0; i < turn.calls().size(); i++) {
            results.addObject()
                    .putObject("functionResult")
                    .put("name", turn.calls().get(i).name())
                    .put("content", turn.results().get(i));
        }
    }

    private static ObjectNode arguments(ToolCall call, String path) {
        return Struct.read(call.arguments())
                .orElseThrow(() -> invalid(path, "'%s' must be a JSON object.".formatted(path)));
    }

    private static String path(int index, String member) {
        return "messages[%d].%s".formatted(index, member);
    }

    private static InvalidParameterException invalid(String path, String message) {
        return new InvalidParameterException(path, "invalid_value", message);
    }
}
