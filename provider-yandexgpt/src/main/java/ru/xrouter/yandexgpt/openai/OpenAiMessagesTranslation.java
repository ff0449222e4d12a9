package ru.xrouter.yandexgpt.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
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
 * Translates a conversation. Empty system and assistant messages are left out and an empty user message is refused, as
 * natively. Ids of tool calls go back as the model gave them, which for Yandex's own models is the function's name.
 */
final class OpenAiMessagesTranslation {
    private static final Pattern DATA_URI = Pattern.compile("data:image/[a-z.+-]+;base64,[A-Za-z0-9+/]++={0,2}");

    private final List<ChatMessage> messages;
    private final boolean own;
    private final boolean sees;
    private final ArrayNode out = JsonNodeFactory.instance.arrayNode();

    private OpenAiMessagesTranslation(List<ChatMessage> messages, boolean own, boolean sees) {
        this.messages = messages;
        this.own = own;
        this.sees = sees;
    }

    static ArrayNode messages(List<ChatMessage> messages, boolean own, boolean sees) {
        return new OpenAiMessagesTranslation(messages, own, sees).translate();
    }

    private ArrayNode translate() {
        int next = 0;
        while (next < messages.size()) {
            next = add(next);
        }
        if (out.isEmpty()) {
            throw new InvalidParameterException("messages", "invalid_value", "'messages' must hold some text.");
        }
        return out;
    }

    /** Adds the message at an index, and what belongs to it; returns the index of the next. */
    private int add(int index) {
        switch (messages.get(index)) {
            case SystemMessage system -> addText("system", system.text());
            case UserMessage user -> addUser(user, "messages[%d].content".formatted(index));
            case AssistantMessage assistant -> {
                if (!assistant.toolCalls().isEmpty()) {
                    return addCalls(index, assistant);
                }
                addText("assistant", assistant.text() == null ? "" : assistant.text());
            }
            case ToolMessage tool -> throw ToolTurn.outOfPlace(index, tool);
        }
        return index + 1;
    }

    private void addText(String role, String text) {
        if (!text.isEmpty()) {
            out.addObject().put("role", role).put("content", text);
        }
    }

    private void addUser(UserMessage user, String path) {
        if (user.hasImages()) {
            addImages(user, path);
            return;
        }
        var text = user.parts().stream()
                .map(part -> ((ContentPart.Text) part).text())
                .collect(Collectors.joining("\n"));
        if (text.isEmpty()) {
            throw new InvalidParameterException(path, "invalid_value", "'%s' must not be empty.".formatted(path));
        }
        addText("user", text);
    }

    private void addImages(UserMessage user, String path) {
        if (!sees) {
            throw new InvalidParameterException(path, "unsupported_value", "This model does not read images.");
        }
        var content = out.addObject().put("role", "user").putArray("content");
        for (int i = 0; i < user.parts().size(); i++) {
            switch (user.parts().get(i)) {
                case ContentPart.Text(var text) ->
                    content.addObject().put("type", "text").put("text", text);
                case ContentPart.ImageUrl image ->
                    content.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", checked(image.url(), "%s[%d].image_url.url".formatted(path, i)));
                case ContentPart.UploadedImage _ -> throw new IllegalStateException("Nothing is uploaded here.");
            }
        }
    }

    /** The provider fetches nothing. */
    private static String checked(String url, String path) {
        if (!DATA_URI.matcher(url).matches()) {
            throw new InvalidParameterException(
                    path, "invalid_image_url", "This model takes images only as data URIs, 'data:image/…;base64,…'.");
        }
        return url;
    }

    private int addCalls(int index, AssistantMessage assistant) {
        var turn = ToolTurn.read(messages, index, assistant.toolCalls());
        var message = out.addObject().put("role", "assistant");
        if (assistant.text() != null && !assistant.text().isEmpty()) {
            message.put("content", assistant.text());
        }
        var calls = message.putArray("tool_calls");
        turn.calls().forEach(call -> calls.add(call(call)));
        for (int i = 0; i < turn.calls().size(); i++) {
            out.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", id(turn.calls().get(i)))
                    .put("content", turn.results().get(i));
        }
        return turn.next();
    }

    private ObjectNode call(ToolCall call) {
        var out = JsonNodeFactory.instance.objectNode().put("id", id(call)).put("type", "function");
        out.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        return out;
    }

    private String id(ToolCall call) {
        return own ? call.name() : call.id();
    }
}
