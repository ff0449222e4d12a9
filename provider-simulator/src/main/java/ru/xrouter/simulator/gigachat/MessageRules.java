package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.exchange.Identifiers;
import ru.xrouter.simulator.gigachat.Fields.Kind;

/** What GigaChat demands of the messages of a chat and of their order. */
final class MessageRules {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "function");

    private MessageRules() {}

    static List<ChatMessage> read(@Nullable JsonNode messages, Attachments attachments) {
        return inOrder(messages, message -> message(message, attachments));
    }

    /** Reads messages of either version of the API and checks the order that both demand. */
    static List<ChatMessage> inOrder(@Nullable JsonNode messages, Function<JsonNode, ChatMessage> reader) {
        if (messages == null || !messages.isArray() || messages.isEmpty()) {
            throw GigaChatRefusal.badRequest("Bad request: field 'messages' must be a non-empty array");
        }
        var read = new ArrayList<ChatMessage>(messages.size());
        for (var message : messages) {
            if (!message.isObject()) {
                throw GigaChatRefusal.invalid("a message must be an object");
            }
            var next = reader.apply(message);
            checkOrder(read, next);
            read.add(next);
        }
        if (read.getLast().functionCall() != null) {
            throw missingResult();
        }
        return read;
    }

    private static ChatMessage message(JsonNode message, Attachments attachments) {
        var role = Fields.text(message, "role");
        if (role == null || !ROLES.contains(role)) {
            throw GigaChatRefusal.invalid("role '" + role + "' is not supported");
        }
        var content = Fields.text(message, "content");
        if (content == null) {
            throw GigaChatRefusal.invalid("field 'content' is required");
        }
        Fields.text(message, "name");
        Fields.text(message, "reasoning_content");
        checkState(Fields.text(message, "functions_state_id"));
        if (role.equals("function") && !isJsonObject(content)) {
            throw GigaChatRefusal.invalid("content of a function message must be a JSON object");
        }
        var files = files(Fields.of(message, "attachments", Kind.STRINGS), role, attachments);
        return new ChatMessage(role, content, functionCall(message, role), files);
    }

    private static @Nullable JsonNode functionCall(JsonNode message, String role) {
        var call = Fields.of(message, "function_call", Kind.OBJECT);
        if (call == null) {
            return null;
        }
        if (!role.equals("assistant")) {
            throw GigaChatRefusal.invalid("only an assistant message may have function_call");
        }
        if (Fields.text(call, "name") == null) {
            throw GigaChatRefusal.invalid("field 'function_call.name' is required");
        }
        var arguments = call.get("arguments");
        if (arguments != null && !arguments.isObject() && !arguments.isNull()) {
            throw GigaChatRefusal.invalid("field 'function_call.arguments' must be an object");
        }
        return call;
    }

    private static void checkOrder(List<ChatMessage> before, ChatMessage next) {
        var previous = before.isEmpty() ? null : before.getLast();
        if (next.role().equals("system") && previous != null) {
            throw new GigaChatRefusal(422, "system message must be the first message");
        }
        var answersCall = previous != null && previous.functionCall() != null;
        if (next.role().equals("function") && !answersCall) {
            throw GigaChatRefusal.invalid("a function message must follow an assistant function call");
        }
        if (answersCall && !next.role().equals("function")) {
            throw missingResult();
        }
    }

    private static GigaChatRefusal missingResult() {
        return GigaChatRefusal.invalid("every assistant function call must have a result in history");
    }

    static void checkState(@Nullable String stateId) {
        if (stateId == null) {
            return;
        }
        try {
            UUID.fromString(stateId);
        } catch (IllegalArgumentException _) {
            throw GigaChatRefusal.invalid("field 'functions_state_id' must be a UUID");
        }
        if (!Identifiers.isIssued(stateId)) {
            throw GigaChatRefusal.invalid("functions_state_id is unknown");
        }
    }

    private static List<FileInfo> files(@Nullable JsonNode ids, String role, Attachments attachments) {
        var files = new ArrayList<FileInfo>();
        if (ids != null) {
            ids.forEach(id -> files.add(file(id.textValue(), role, attachments)));
        }
        return files;
    }

    static FileInfo file(String id, String role, Attachments attachments) {
        if (!role.equals("user")) {
            throw GigaChatRefusal.invalid("only a user message may have attachments");
        }
        var file = attachments.file(id);
        if (file == null) {
            throw GigaChatRefusal.noSuchFile();
        }
        return file;
    }

    private static boolean isJsonObject(String content) {
        var tree = Json.parse(content);
        return tree != null && tree.isObject();
    }
}
