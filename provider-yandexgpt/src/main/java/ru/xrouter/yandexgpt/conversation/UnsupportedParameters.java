package ru.xrouter.yandexgpt.conversation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "reasoning_effort");
    private static final Set<String> THE_ROUTERS = Set.of("models", "provider", "usage", "route", "transforms");
    private static final List<String> REFUSED = List.of("top_logprobs");

    private UnsupportedParameters() {}

    public static void refuse(ChatCompletionRequest request) {
        if (request.logprobs()) {
            throw unsupported("logprobs", "This model gives no log probabilities.");
        }
        for (var name : REFUSED) {
            if (request.present().contains(name)) {
                throw unsupported(name, "This model does not support '%s'.".formatted(name));
            }
        }
    }

    private static InvalidParameterException unsupported(String param, String message) {
        return new InvalidParameterException(param, "unsupported_parameter", message);
    }

    public static List<String> ignored(ChatCompletionRequest request) {
        return request.present().stream()
                .filter(name ->
                        !HONOURED.contains(name) && !THE_ROUTERS.contains(name) && !changesNothing(name, request))
                .sorted()
                .toList();
    }

    /** OpenAI's own default, spelt out. */
    private static boolean changesNothing(String name, ChatCompletionRequest request) {
        return switch (name) {
            case "top_p" -> is(1, request.topP());
            case "presence_penalty" -> is(0, request.presencePenalty());
            case "frequency_penalty" -> is(0, request.frequencyPenalty());
            default -> false;
        };
    }

    private static boolean is(double expected, @Nullable Double value) {
        return value != null && value == expected;
    }
}
