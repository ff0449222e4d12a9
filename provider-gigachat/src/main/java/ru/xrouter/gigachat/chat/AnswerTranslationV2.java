package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.HostedTool;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.ProviderAnswer;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.StopCut;
import ru.xrouter.provider.TokenEstimate;

/** Translates whole answers of GigaChat's v2 API. Pure. */
final class AnswerTranslationV2 {
    private final ChatCompletionRequest request;
    private final JsonNode json;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private final SourceMarks marks;
    private final Map<String, SourceMarks.Source> sources = new LinkedHashMap<>();
    private final List<MadeFile> files = new ArrayList<>();
    private long codePoints;

    private AnswerTranslationV2(ChatCompletionRequest request, JsonNode json) {
        this.request = request;
        this.json = json;
        this.marks = new SourceMarks(HostedTool.hasOne(request.hostedTools(), HostedTool.Kind.WEB_SEARCH));
    }

    static ProviderAnswer answer(ChatCompletionRequest request, byte[] body) {
        return new AnswerTranslationV2(request, AnswerParts.answer(body)).answer();
    }

    private ProviderAnswer answer() {
        var messages = json.path("messages");
        if (!messages.isArray()) {
            throw new MalformedAnswerException("The answer holds no messages.");
        }
        var state = PartsV2.state(json);
        for (var message : messages) {
            for (var part : PartsV2.of(message, state)) {
                add(part);
            }
        }
        return new ProviderAnswer(
                answer(finishReason()),
                HostedTool.makeFiles(request.hostedTools()) ? files : List.of(),
                usage(),
                AnswerParts.modelVersion(json));
    }

    private void add(PartsV2.Part part) {
        switch (part) {
            case PartsV2.Reasoning(var thought) -> {
                reasoning.append(thought);
                codePoints += TokenEstimate.codePoints(thought);
            }
            case PartsV2.Text(var said) -> {
                text.append(said);
                codePoints += TokenEstimate.codePoints(said);
            }
            case PartsV2.Sources(var told) -> sources.putAll(told);
            case PartsV2.Made(var file) -> files.add(file);
            case PartsV2.Call call -> {
                calls.add(call.toolCall(CallIds.callsSoFar(request) + calls.size(), null));
                codePoints += call.codePoints();
            }
        }
    }

    private FinishReason finishReason() {
        var told = AnswerParts.text(json, "finish_reason");
        if (told == null) {
            throw new MalformedAnswerException("The answer holds no finish_reason.");
        }
        var reason = AnswerParts.finishReason(told, !calls.isEmpty());
        if (reason == null) {
            throw new ProviderFailureException(new ProviderFailure.Unavailable("finish_reason error"));
        }
        return reason;
    }

    private Answer answer(FinishReason reason) {
        var think = new ThinkTags();
        var begun = think.accept(text.toString());
        var rest = think.end();
        var thoughts = reasoning.append(begun.reasoning()).append(rest.reasoning());
        var shownReasoning = thoughts.isEmpty() ? null : thoughts.toString();
        var stop = new StopCut(request.stop());
        var told = marks.accept(begun.answer() + rest.answer()) + marks.end();
        var shown = stop.accept(told) + stop.end();
        var citations = marks.citations(sources, TokenEstimate.codePoints(shown));
        return stop.stopped()
                ? new Answer(shown, shownReasoning, List.of(), FinishReason.STOP).citing(citations)
                : new Answer(textOf(shown), shownReasoning, calls, reason).citing(citations);
    }

    private @Nullable String textOf(String shown) {
        return shown.isEmpty() && !calls.isEmpty() ? null : shown;
    }

    private Usage usage() {
        var usage = PartsV2.usage(json);
        return usage != null
                ? usage
                : Usage.estimate(TokenEstimate.ofPrompt(request), TokenEstimate.ofCodePoints(codePoints));
    }
}
