package ru.xrouter.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ToolCall;

/**
 * The one rule by which we count tokens when the provider has not told: a text has one token for every four code points
 * begun, a prompt three tokens and three more for each message. Both providers name three to four characters per token
 * in Russian; of the two we take what is cheaper for the caller.
 */
public final class TokenEstimate {
    private static final int CODE_POINTS = 4;
    private static final int PER_PROMPT = 3;
    private static final int PER_MESSAGE = 3;

    private TokenEstimate() {}

    /** Tokens of a text of so many code points. */
    public static int ofCodePoints(long codePoints) {
        return Math.toIntExact(Math.ceilDiv(codePoints, CODE_POINTS));
    }

    /** Tokens of a text. */
    public static int of(String text) {
        return ofCodePoints(codePoints(text));
    }

    /** Tokens of everything a request makes the model read: messages, tool calls in them, and tools. */
    public static int ofPrompt(ChatCompletionRequest request) {
        int tokens = PER_PROMPT;
        for (var message : request.messages()) {
            tokens += PER_MESSAGE + ofCodePoints(codePoints(message));
        }
        for (var tool : request.tools()) {
            tokens += ofCodePoints(
                    codePoints(tool.name()) + codePoints(tool.description()) + codePoints(tool.parameters()));
        }
        return tokens;
    }

    /** Code points of a text; none for null. */
    public static long codePoints(@Nullable String text) {
        return text == null ? 0 : text.codePointCount(0, text.length());
    }

    private static long codePoints(ChatMessage message) {
        return switch (message) {
            case ChatMessage.SystemMessage(var text) -> codePoints(text);
            case ChatMessage.UserMessage user -> codePoints(user.text());
            case ChatMessage.AssistantMessage(var text, var calls) -> codePoints(text) + codePoints(calls);
            case ChatMessage.ToolMessage tool -> codePoints(tool.text());
        };
    }

    private static long codePoints(List<ToolCall> calls) {
        long sum = 0;
        for (var call : calls) {
            sum += codePoints(call.name()) + codePoints(call.arguments());
        }
        return sum;
    }

    private static long codePoints(@Nullable JsonNode schema) {
        return schema == null ? 0 : codePoints(schema.toString());
    }
}
