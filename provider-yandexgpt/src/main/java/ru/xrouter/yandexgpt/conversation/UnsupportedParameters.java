package ru.xrouter.yandexgpt.conversation;

import java.util.List;
import java.util.Set;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.InvalidParameterException;

/** Parameters that neither of the APIs documents: refused when an answer without them would be a different one. */
public final class UnsupportedParameters {
    private static final Set<String> HONOURED = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "stop",
            "n",
            "logprobs",
            "top_logprobs",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "reasoning_effort");
    private static final Set<String> THE_ROUTERS = Set.of("models", "provider", "usage");

    private UnsupportedParameters() {}

    public static void refuse(ChatCompletionRequest request) {
        if (request.logprobs()) {
            throw new InvalidParameterException(
                    "logprobs", "unsupported_parameter", "This model gives no log probabilities.");
        }
    }

    public static List<String> ignored(ChatCompletionRequest request) {
        return request.present().stream()
                .filter(name -> !HONOURED.contains(name) && !THE_ROUTERS.contains(name))
                .sorted()
                .toList();
    }
}
