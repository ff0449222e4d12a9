package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A message of GigaChat's v1 API.
 *
 * @param name the function that a result belongs to
 * @param stateId {@code functions_state_id}: only ever one that GigaChat made
 */
record GigaChatMessage(
        String role,
        String content,
        @Nullable String name,
        @Nullable FunctionCall call,
        @Nullable String stateId) {
    /** @param arguments a JSON object */
    record FunctionCall(String name, JsonNode arguments) {}

    static GigaChatMessage text(String role, String content) {
        return new GigaChatMessage(role, content, null, null, null);
    }

    static GigaChatMessage call(String content, FunctionCall call, @Nullable String stateId) {
        return new GigaChatMessage("assistant", content, null, call, stateId);
    }

    static GigaChatMessage result(String name, String content) {
        return new GigaChatMessage("function", content, name, null, null);
    }

    boolean canJoin(GigaChatMessage next) {
        return role.equals(next.role) && call == null && next.call == null && name == null && next.name == null;
    }

    GigaChatMessage join(GigaChatMessage next) {
        return text(role, content.isEmpty() ? next.content : content + "\n" + next.content);
    }
}
