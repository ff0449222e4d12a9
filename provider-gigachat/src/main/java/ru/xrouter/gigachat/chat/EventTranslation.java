package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.StopCut;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenEstimate;

/** Translates one of GigaChat's v1 streams: server-sent events of {@code data:} lines, a whole JSON object in each. */
final class EventTranslation implements StreamTranslation {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final ChatCompletionRequest request;
    private final StopCut stop;
    private final ThinkTags think = new ThinkTags();
    private final GeneratedText generated = new GeneratedText();
    private @Nullable String modelVersion;
    private int promptEstimate = -1;
    private int calls;

    EventTranslation(ChatCompletionRequest request) {
        this.request = request;
        this.stop = new StopCut(request.stop());
    }

    @Override
    public @Nullable String modelVersion() {
        return modelVersion;
    }

    @Override
    public List<StreamStep> line(byte[] line) {
        if (!startsWith(line, 0, DATA)) {
            return List.of();
        }
        var from = line.length > DATA.length && line[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        if (startsWith(line, from, DONE)) {
            // Nobody reads on after a finish reason, so there was none.
            return List.of(new StreamStep.Failed(new ProviderFailure.Interrupted("[DONE] without finish_reason")));
        }
        return chunk(AnswerParts.object(line, from));
    }

    private List<StreamStep> chunk(JsonNode json) {
        if (json.has("error") || json.has("status")) {
            return List.of(new StreamStep.Failed(new ProviderFailure.Interrupted("error in the stream")));
        }
        var choice = json.path("choices").path(0);
        if (choice.isMissingNode()) {
            return List.of();
        }
        if (modelVersion == null) {
            modelVersion = AnswerParts.modelVersion(json);
        }
        var steps = new ArrayList<StreamStep>(4);
        var delta = choice.path("delta");
        if (isAnswer(delta)) {
            generated.add(delta);
            steps.add(new StreamStep.Counted(usage(json)));
            said(delta, steps);
        }
        var reason = AnswerParts.text(choice, "finish_reason");
        if (reason != null && !stop.stopped()) {
            content(think.end(), steps);
        }
        if (stop.stopped()) {
            steps.add(new StreamStep.CutShort(FinishReason.STOP, usage(json)));
        } else if (reason != null) {
            finished(reason, usage(json), steps);
        }
        return steps;
    }

    /** While one of GigaChat's own functions runs, messages in other roles tell of its progress. */
    private static boolean isAnswer(JsonNode delta) {
        var role = AnswerParts.text(delta, "role");
        return delta.isObject() && (role == null || role.equals("assistant"));
    }

    private void said(JsonNode delta, List<StreamStep> steps) {
        var reasoning = AnswerParts.text(delta, "reasoning_content");
        if (reasoning != null) {
            reasoning(reasoning, steps);
        }
        var content = AnswerParts.text(delta, "content");
        if (content != null) {
            content(think.accept(content), steps);
        }
        var call = stop.stopped() ? null : AnswerParts.call(delta, request, calls);
        if (call != null) {
            called(call, steps);
        }
    }

    private void called(ToolCall call, List<StreamStep> steps) {
        content(think.end(), steps);
        if (!stop.stopped()) {
            text(stop.end(), steps);
            steps.add(new StreamStep.Said(new Delta.Call(calls++, call)));
        }
    }

    private void content(ThinkTags.Parts parts, List<StreamStep> steps) {
        reasoning(parts.reasoning(), steps);
        text(stop.accept(parts.answer()), steps);
    }

    private static void reasoning(String text, List<StreamStep> steps) {
        if (!text.isEmpty()) {
            steps.add(new StreamStep.Said(new Delta.Reasoning(text)));
        }
    }

    private static void text(String text, List<StreamStep> steps) {
        if (!text.isEmpty()) {
            steps.add(new StreamStep.Said(new Delta.Text(text)));
        }
    }

    private void finished(String told, Usage usage, List<StreamStep> steps) {
        text(stop.end(), steps);
        var reason = AnswerParts.finishReason(told, calls > 0);
        if (reason == null) {
            steps.add(new StreamStep.Counted(usage));
            steps.add(new StreamStep.Failed(new ProviderFailure.Interrupted("finish_reason error")));
        } else {
            steps.add(new StreamStep.Finished(reason, usage));
        }
    }

    /** What GigaChat told, which it does in the last chunk only; until then our estimate. */
    private Usage usage(JsonNode json) {
        var told = AnswerParts.usage(json);
        return told != null ? told : estimate();
    }

    private Usage estimate() {
        if (promptEstimate < 0) {
            promptEstimate = TokenEstimate.ofPrompt(request);
        }
        return Usage.estimate(promptEstimate, TokenEstimate.ofCodePoints(generated.codePoints()));
    }

    private static boolean startsWith(byte[] line, int from, byte[] prefix) {
        var to = from + prefix.length;
        return line.length >= to && Arrays.equals(line, from, to, prefix, 0, prefix.length);
    }
}
