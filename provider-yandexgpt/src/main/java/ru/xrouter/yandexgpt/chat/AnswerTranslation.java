package ru.xrouter.yandexgpt.chat;

import java.util.List;
import java.util.function.Supplier;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.TokenEstimate;
import ru.xrouter.yandexgpt.conversation.Stops;
import ru.xrouter.yandexgpt.wire.WellFormed;

/** Translates whole answers. Pure but for the ids of tool calls, which YandexGPT does not give. */
final class AnswerTranslation {
    private AnswerTranslation() {}

    static ProviderAnswer answer(ChatCompletionRequest request, byte[] body, Supplier<String> callIds) {
        var response = CompletionResponse.read(body);
        return new ProviderAnswer(
                answer(request, response, callIds), usage(request, response), response.modelVersion());
    }

    private static Answer answer(ChatCompletionRequest request, CompletionResponse response, Supplier<String> callIds) {
        var reason = finishReason(response);
        var text = WellFormed.text(response.text());
        if (reason == FinishReason.CONTENT_FILTER) {
            return Answer.text(text, reason);
        }
        var stop = Stops.of(request);
        var shown = stop.accept(text) + stop.end();
        if (stop.stopped()) {
            return Answer.text(shown, FinishReason.STOP);
        }
        var calls = toolCalls(response, callIds);
        return new Answer(shown.isEmpty() && !calls.isEmpty() ? null : shown, null, calls, reason);
    }

    /** The provider's count, or ours in the unheard-of case that it gives none. */
    static Usage usage(ChatCompletionRequest request, CompletionResponse response) {
        return response.usage() != null
                ? response.usage()
                : Usage.estimate(TokenEstimate.ofPrompt(request), completionTokens(response));
    }

    private static int completionTokens(CompletionResponse response) {
        var codePoints = TokenEstimate.codePoints(response.text());
        for (var call : response.calls()) {
            codePoints += TokenEstimate.codePoints(call.name()) + TokenEstimate.codePoints(call.arguments());
        }
        return TokenEstimate.ofCodePoints(codePoints);
    }

    static List<ToolCall> toolCalls(CompletionResponse response, Supplier<String> callIds) {
        return response.calls().stream()
                .map(call -> new ToolCall(callIds.get(), call.name(), call.arguments()))
                .toList();
    }

    /** Why the answer ended; a status that is missing or new counts as its natural end. */
    static FinishReason finishReason(CompletionResponse response) {
        return switch (response.status()) {
            case TRUNCATED_FINAL -> FinishReason.LENGTH;
            case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
            case PARTIAL -> throw new MalformedAnswerException("The answer is not complete.");
            case TOOL_CALLS -> {
                if (response.calls().isEmpty()) {
                    throw new MalformedAnswerException("The answer announces tool calls and has none.");
                }
                yield FinishReason.TOOL_CALLS;
            }
            case FINAL, UNSPECIFIED -> response.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        };
    }
}
