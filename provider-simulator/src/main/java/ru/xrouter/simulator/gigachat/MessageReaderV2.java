package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.gigachat.Fields.Kind;

/** Reads messages whose content is a list of parts, as the second version of the API has them. */
final class MessageReaderV2 {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool", "reasoning");
    private static final Set<String> PASSED_OVER = Set.of("inline_data", "tool_execution", "logprobs");

    private final Attachments attachments;

    MessageReaderV2(Attachments attachments) {
        this.attachments = attachments;
    }

    ChatMessage message(JsonNode message) {
        var role = Fields.text(message, "role");
        if (role == null || !ROLES.contains(role)) {
            throw GigaChatRefusal.invalid("role '" + role + "' is not supported");
        }
        if (message.has("tool_state_id") || message.has("functions_state_id")) {
            throw GigaChatRefusal.invalid("a request spells it 'tools_state_id'");
        }
        MessageRules.checkState(Fields.text(message, "tools_state_id"));
        var content = Fields.of(message, "content", Kind.ARRAY);
        if (content == null || content.isEmpty()) {
            throw GigaChatRefusal.invalid("field 'content' must be a non-empty array");
        }
        var parts = new Parts(role);
        content.forEach(parts::add);
        return parts.message();
    }

    /** What the parts of one message add up to. */
    private final class Parts {
        private final String role;
        private final StringBuilder text = new StringBuilder();
        private final List<FileInfo> files = new ArrayList<>();
        private @Nullable JsonNode call;
        private boolean answered;

        Parts(String role) {
            this.role = role;
        }

        void add(JsonNode part) {
            if (!part.isObject() || part.size() != 1) {
                throw GigaChatRefusal.invalid("a part of content must be an object with one member");
            }
            var kind = part.fieldNames().next();
            switch (kind) {
                case "text" -> text.append(Fields.text(part, "text"));
                case "files" -> files(part);
                case "function_call" -> call(part);
                case "function_result" -> result(part);
                default -> {
                    if (!PASSED_OVER.contains(kind)) {
                        throw GigaChatRefusal.invalid("a part of content cannot be '" + kind + "'");
                    }
                }
            }
        }

        private void files(JsonNode part) {
            var list = Fields.of(part, "files", Kind.ARRAY);
            for (var file : list == null ? List.<JsonNode>of() : list) {
                var id = file.isObject() ? Fields.text(file, "id") : null;
                if (id == null) {
                    throw GigaChatRefusal.invalid("field 'files.id' is required");
                }
                files.add(MessageRules.file(id, role, attachments));
            }
        }

        private void call(JsonNode part) {
            if (!role.equals("assistant") || call != null) {
                throw GigaChatRefusal.invalid("an assistant message may have one function_call, others none");
            }
            var given = Fields.of(part, "function_call", Kind.OBJECT);
            if (given == null || Fields.text(given, "name") == null) {
                throw GigaChatRefusal.invalid("field 'function_call.name' is required");
            }
            Fields.of(given, "arguments", Kind.OBJECT);
            call = given;
        }

        private void result(JsonNode part) {
            var given = Fields.of(part, "function_result", Kind.OBJECT);
            if (!role.equals("tool") || given == null || Fields.text(given, "name") == null) {
                throw GigaChatRefusal.invalid("only a tool message may have a function_result, with its name");
            }
            var result = given.get("result");
            if (result == null || isJsonInAString(result)) {
                throw GigaChatRefusal.invalid("field 'function_result.result' must be JSON, not a string with JSON");
            }
            text.append(Json.text(result));
            answered = true;
        }

        private boolean isJsonInAString(JsonNode result) {
            var inside = result.isTextual() ? Json.parse(result.textValue()) : null;
            return inside != null && inside.isContainerNode();
        }

        ChatMessage message() {
            if (role.equals("tool") && !answered) {
                throw GigaChatRefusal.invalid("a tool message must have a function_result");
            }
            return new ChatMessage(role.equals("tool") ? "function" : role, text.toString(), call, files);
        }
    }
}
