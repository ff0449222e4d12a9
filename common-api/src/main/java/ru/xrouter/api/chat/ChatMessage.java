package ru.xrouter.api.chat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One turn of a conversation. */
public sealed interface ChatMessage {
    /** Role {@code system} or {@code developer}: to the providers they are one. */
    record SystemMessage(String text) implements ChatMessage {}

    record UserMessage(List<ContentPart> parts) implements ChatMessage {
        public UserMessage {
            parts = List.copyOf(parts);
        }

        /** The text parts joined; images left out. */
        public String text() {
            return parts.stream()
                    .filter(ContentPart.Text.class::isInstance)
                    .map(part -> ((ContentPart.Text) part).text())
                    .collect(Collectors.joining());
        }

        public boolean hasImages() {
            return parts.stream().anyMatch(part -> !(part instanceof ContentPart.Text));
        }
    }

    /** @param text null when the caller gave no content, which is usual beside tool calls */
    record AssistantMessage(@Nullable String text, List<ToolCall> toolCalls) implements ChatMessage {
        public AssistantMessage {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    record ToolMessage(String toolCallId, String text) implements ChatMessage {}
}
