package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.HostedTool;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.StopCut;
import ru.xrouter.provider.TokenEstimate;

/** Translates GigaChat's whole answers. Pure. */
final class AnswerTranslation {
    private AnswerTranslation() {}

    static ProviderAnswer answer(ChatCompletionRequest request, byte[] body) {
        var json = AnswerParts.answer(body);
        var choice = json.path("choices").path(0);
        var message = choice.path("message");
        if (!message.isObject()) {
            throw new MalformedAnswerException("The answer holds no message.");
        }
        var call = AnswerParts.call(message, request, 0);
        var reason = finishReason(choice, call);
        var content = content(message);
        var tags = new FileTags(HostedTool.makeFiles(request.hostedTools()));
        var text = tags.accept(content.answer()) + tags.end();
        var answer = answer(request, text, reasoning(message, content), call, reason);
        return new ProviderAnswer(answer, tags.found(), usage(request, json, message), AnswerParts.modelVersion(json));
    }

    private static ThinkTags.Parts content(JsonNode message) {
        var text = AnswerParts.text(message, "content");
        var think = new ThinkTags();
        var parts = think.accept(text == null ? "" : text);
        var rest = think.end();
        return new ThinkTags.Parts(parts.reasoning() + rest.reasoning(), parts.answer() + rest.answer());
    }

    private static @Nullable String reasoning(JsonNode message, ThinkTags.Parts content) {
        var told = AnswerParts.text(message, "reasoning_content");
        if (content.reasoning().isEmpty()) {
            return told;
        }
        return told == null ? content.reasoning() : told + content.reasoning();
    }

    private static Answer answer(
            ChatCompletionRequest request,
            String text,
            @Nullable String reasoning,
            @Nullable ToolCall call,
            FinishReason reason) {
        var stop = new StopCut(request.stop());
        var shown = stop.accept(text) + stop.end();
        if (stop.stopped()) {
            return new Answer(shown, reasoning, List.of(), FinishReason.STOP);
        }
        return call == null
                ? new Answer(shown, reasoning, List.of(), reason)
                : new Answer(shown.isEmpty() ? null : shown, reasoning, List.of(call), reason);
    }

    private static FinishReason finishReason(JsonNode choice, @Nullable ToolCall call) {
        var told = AnswerParts.text(choice, "finish_reason");
        if (told == null) {
            throw new MalformedAnswerException("The answer holds no finish_reason.");
        }
        var reason = AnswerParts.finishReason(told, call != null);
        if (reason == null) {
            throw new ProviderFailureException(new ProviderFailure.Unavailable("finish_reason error"));
        }
        return reason;
    }

    private static Usage usage(ChatCompletionRequest request, JsonNode json, JsonNode message) {
        var usage = AnswerParts.usage(json);
        return usage != null
                ? usage
                : Usage.estimate(
                        TokenEstimate.ofPrompt(request), TokenEstimate.ofCodePoints(AnswerParts.codePoints(message)));
    }
}
