package ru.xrouter.yandexgpt.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

/** Translates whole answers of the OpenAI-compatible API. Pure but for the ids of tool calls that have none of their own. */
public final class OpenAiAnswerTranslation {
    private OpenAiAnswerTranslation() {}

    public static ProviderAnswer answer(ChatCompletionRequest request, byte[] body, Supplier<String> newIds) {
        var completion = OpenAiCompletion.whole(body);
        return new ProviderAnswer(answer(request, completion, new CallIds(newIds)), usage(request, completion));
    }

    private static Answer answer(ChatCompletionRequest request, OpenAiCompletion completion, CallIds ids) {
        var ending = completion.ending() == null ? "" : completion.ending();
        var reason = OpenAiCompletion.finishReason(ending, !completion.calls().isEmpty());
        var text = WellFormed.text(completion.text());
        if (reason == FinishReason.CONTENT_FILTER) {
            return Answer.text(text, reason);
        }
        var reasoning = emptyAsNull(completion.reasoning());
        var stop = Stops.of(request);
        var shown = stop.accept(text) + stop.end();
        if (stop.stopped()) {
            return new Answer(shown, reasoning, List.of(), FinishReason.STOP);
        }
        var calls = calls(completion, ids);
        return new Answer(calls.isEmpty() ? shown : emptyAsNull(shown), reasoning, calls, reason);
    }

    private static List<ToolCall> calls(OpenAiCompletion completion, CallIds ids) {
        var calls = new ArrayList<ToolCall>();
        for (var call : completion.calls()) {
            if (call.name().isEmpty()) {
                throw new MalformedAnswerException("A tool call names no function.");
            }
            calls.add(new ToolCall(
                    ids.unique(call.id(), call.name()),
                    call.name(),
                    call.arguments().isBlank() ? "{}" : call.arguments()));
        }
        return calls;
    }

    /** The provider's count, or ours in case that it gives none. */
    private static Usage usage(ChatCompletionRequest request, OpenAiCompletion completion) {
        if (completion.usage() != null) {
            return completion.usage();
        }
        var codePoints = TokenEstimate.codePoints(completion.text()) + TokenEstimate.codePoints(completion.reasoning());
        for (var call : completion.calls()) {
            codePoints += TokenEstimate.codePoints(call.name()) + TokenEstimate.codePoints(call.arguments());
        }
        return Usage.estimate(TokenEstimate.ofPrompt(request), TokenEstimate.ofCodePoints(codePoints));
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
