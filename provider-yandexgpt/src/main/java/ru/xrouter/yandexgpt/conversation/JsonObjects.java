package ru.xrouter.yandexgpt.conversation;

import java.util.ArrayList;
import java.util.Locale;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ResponseFormat;

/** A model that has to write JSON but was not asked to writes white space up to the limit, so it is always asked. */
public final class JsonObjects {
    private static final ChatMessage INSTRUCTION =
            new ChatMessage.SystemMessage("Answer with one JSON object and nothing else.");

    private JsonObjects() {}

    /** The request, with an instruction in front when it wants a JSON object and no message says so. */
    public static ChatCompletionRequest askedFor(ChatCompletionRequest request) {
        if (!(request.responseFormat() instanceof ResponseFormat.JsonObject)
                || request.messages().stream().anyMatch(JsonObjects::mentionsJson)) {
            return request;
        }
        var messages = new ArrayList<ChatMessage>();
        messages.add(INSTRUCTION);
        messages.addAll(request.messages());
        return request.withMessages(messages);
    }

    private static boolean mentionsJson(ChatMessage message) {
        var text = switch (message) {
            case ChatMessage.SystemMessage system -> system.text();
            case ChatMessage.UserMessage user -> user.text();
            case ChatMessage.AssistantMessage _, ChatMessage.ToolMessage _ -> "";
        };
        return text.toLowerCase(Locale.ROOT).contains("json");
    }
}
