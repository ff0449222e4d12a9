package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Tokens;
import ru.xrouter.simulator.knobs.Directive;

/** A message that passed the rules, with its text as it is counted. */
record ChatMessage(
        String role, String content, String text, @Nullable JsonNode functionCall, List<FileInfo> files) {
    ChatMessage(String role, String content, @Nullable JsonNode functionCall, List<FileInfo> files) {
        this(role, content, Directive.strip(content), functionCall, List.copyOf(files));
    }

    int tokens() {
        var call = functionCall == null ? 0 : Tokens.of(functionCall.toString());
        return Tokens.PER_MESSAGE
                + Tokens.of(text)
                + call
                + files.stream().mapToInt(FileInfo::tokens).sum();
    }

    /** Tells equal messages from others when a session looks for a prefix it knows. */
    long fingerprint() {
        var call = functionCall == null ? 0 : functionCall.hashCode();
        return (((long) role.hashCode() << 32) ^ text.hashCode()) * 0x9E37_79B9_7F4A_7C15L
                + text.length() * 31L
                + call
                + files.hashCode();
    }
}
