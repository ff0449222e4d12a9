package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message as both versions of GigaChat's API know it.
 *
 * @param name the function that a result belongs to
 * @param stateId the state of the exchange that a call or a result belongs to: only ever one that GigaChat made
 * @param files ids of attached files
 */
record GigaChatMessage(
        String role,
        String content,
        @Nullable String name,
        @Nullable FunctionCall call,
        @Nullable String stateId,
        List<String> files) {
    /** @param arguments a JSON object */
    record FunctionCall(String name, JsonNode arguments) {}

    GigaChatMessage {
        files = List.copyOf(files);
    }

    static GigaChatMessage text(String role, String content) {
        return new GigaChatMessage(role, content, null, null, null, List.of());
    }

    static GigaChatMessage user(String content, List<String> files) {
        return new GigaChatMessage("user", content, null, null, null, files);
    }

    static GigaChatMessage call(String content, FunctionCall call, @Nullable String stateId) {
        return new GigaChatMessage("assistant", content, null, call, stateId, List.of());
    }

    static GigaChatMessage result(String name, String content, @Nullable String stateId) {
        return new GigaChatMessage("function", content, name, null, stateId, List.of());
    }

    boolean canJoin(GigaChatMessage next) {
        return role.equals(next.role) && call == null && next.call == null && name == null && next.name == null;
    }

    GigaChatMessage join(GigaChatMessage next) {
        var both = content.isEmpty() ? next.content : content + "\n" + next.content;
        var all = Stream.concat(files.stream(), next.files.stream()).toList();
        return new GigaChatMessage(role, both, null, null, null, all);
    }
}
