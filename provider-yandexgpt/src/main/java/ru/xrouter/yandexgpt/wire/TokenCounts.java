package ru.xrouter.yandexgpt.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;

/** Reads token counts: integers, natively written as strings, zeros left out. */
public final class TokenCounts {
    private TokenCounts() {}

    /** Null when there is none. */
    public static @Nullable Usage usage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        int prompt = count(usage.path("inputTextTokens"));
        int completion = count(usage.path("completionTokens"));
        int reasoning = count(usage.path("completionTokensDetails").path("reasoningTokens"));
        // It is not documented whether the completion's tokens include the reasoning's; the total tells.
        if (reasoning > 0 && count(usage.path("totalTokens")) == (long) prompt + completion + reasoning) {
            completion = Math.addExact(completion, reasoning);
        }
        return new Usage(prompt, completion, 0, Math.min(reasoning, completion), false);
    }

    /** Counts as OpenAI names them; null when there is none. */
    public static @Nullable Usage openAiUsage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        int prompt = count(usage.path("prompt_tokens"));
        int completion = count(usage.path("completion_tokens"));
        int cached = count(usage.path("prompt_tokens_details").path("cached_tokens"));
        int reasoning = count(usage.path("completion_tokens_details").path("reasoning_tokens"));
        return new Usage(prompt, completion, Math.min(cached, prompt), Math.min(reasoning, completion), false);
    }

    /** One count; 0 when it is left out. */
    public static int count(JsonNode count) {
        if (count.isMissingNode() || count.isNull()) {
            return 0;
        }
        try {
            var value = count.isTextual() ? Long.parseLong(count.textValue()) : integer(count);
            if (value >= 0 && value <= Usage.MOST_TOKENS) {
                return (int) value;
            }
        } catch (NumberFormatException _) {
            // Reported below, together with numbers out of range.
        }
        throw new MalformedAnswerException("A token count is not one.");
    }

    private static long integer(JsonNode count) {
        return count.isIntegralNumber() && count.canConvertToLong() ? count.longValue() : -1;
    }
}
