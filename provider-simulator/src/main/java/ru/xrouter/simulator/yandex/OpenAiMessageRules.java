package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import ru.xrouter.simulator.knobs.Directive;
import ru.xrouter.simulator.yandex.CompletionRequest.Message;
import ru.xrouter.simulator.yandex.YandexModels.Generator;

/** What the OpenAI-compatible surface demands of a conversation. */
final class OpenAiMessageRules {
    private static final int IMAGE_TOKENS = 256;
    private static final Pattern DATA_URI =
            Pattern.compile("data:image/(?:png|jpeg|jpg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}");

    private final Generator model;
    private final List<Message> messages = new ArrayList<>();
    /** Functions called by the last assistant message and not answered yet, by the id of the call. */
    private final Map<String, List<String>> called = new LinkedHashMap<>();

    OpenAiMessageRules(Generator model) {
        this.model = model;
    }

    List<Message> read(JsonNode list) {
        for (var message : list) {
            read(message, message.path("role").asText(""));
        }
        if (messages.isEmpty()) {
            throw YandexRefusal.invalid("messages: length must be greater than 0");
        }
        return messages;
    }

    private void read(JsonNode message, String role) {
        switch (role) {
            case "system", "developer" -> messages.add(text("system", message.path("content")));
            case "user" -> messages.add(text("user", message.path("content")));
            case "assistant" -> assistant(message);
            case "tool" -> result(message);
            default -> throw YandexRefusal.invalid("message role '" + role + "' is not supported");
        }
    }

    private void assistant(JsonNode message) {
        called.clear();
        var calls = new StringBuilder();
        for (var call : message.path("tool_calls")) {
            calls.append(call(call));
        }
        if (calls.isEmpty()) {
            messages.add(text("assistant", message.path("content")));
        } else {
            messages.add(Message.calls("assistant", message.path("content").asText("") + calls));
        }
    }

    private String call(JsonNode call) {
        var id = call.path("id").asText("");
        var name = call.at("/function/name").asText("");
        var arguments = call.at("/function/arguments");
        if (id.isEmpty()
                || name.isEmpty()
                || !call.path("type").asText("").equals("function")
                || !arguments.isTextual()) {
            throw YandexRefusal.invalid("a tool call must have an id, type function, a name and arguments as text");
        }
        if (model.own() && !id.equals(name)) {
            throw YandexRefusal.invalid("tool call '" + id + "' is not known");
        }
        called.computeIfAbsent(id, _ -> new ArrayList<>()).add(name);
        return name + arguments.textValue();
    }

    /** Results of one turn are one message, as they are natively. */
    private void result(JsonNode message) {
        var names = called.get(message.path("tool_call_id").asText(""));
        if (names == null || names.isEmpty()) {
            throw YandexRefusal.invalid(
                    "tool_call_id " + message.path("tool_call_id") + " does not answer a call of the message before");
        }
        var text = names.removeFirst() + ": " + content(message.path("content")).text();
        if (messages.getLast().toolResult()) {
            text = messages.removeLast().text() + ' ' + text;
        }
        messages.add(Message.results("tool", text));
    }

    private Message text(String role, JsonNode content) {
        var read = content(content);
        if (model.own() || read.images() == 0) {
            CompletionRules.checkLength(read.text());
        }
        return new Message(role, read.text(), Directive.strip(read.text()), false, read.images() * IMAGE_TOKENS);
    }

    private record Content(String text, int images) {}

    private Content content(JsonNode content) {
        if (content.isTextual()) {
            return new Content(content.textValue(), 0);
        }
        if (!content.isArray()) {
            throw YandexRefusal.invalid("content must be a text or a list of parts");
        }
        var text = new StringBuilder();
        var images = 0;
        for (var part : content) {
            switch (part.path("type").asText("")) {
                case "text" -> text.append(part.path("text").asText(""));
                case "image_url" -> {
                    checkImage(part.at("/image_url/url").asText(""));
                    images++;
                }
                default -> throw YandexRefusal.invalid("content part " + part.path("type") + " is not supported");
            }
        }
        return new Content(text.toString(), images);
    }

    private void checkImage(String url) {
        if (!model.sees()) {
            throw YandexRefusal.invalid("the model does not support images");
        }
        if (!DATA_URI.matcher(url).matches()) {
            throw YandexRefusal.invalid("image_url must be a base64 data URL, remote images are not fetched");
        }
    }
}
