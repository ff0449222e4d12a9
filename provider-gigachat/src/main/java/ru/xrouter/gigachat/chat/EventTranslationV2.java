package ru.xrouter.gigachat.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.StopCut;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.provider.TokenEstimate;

/**
 * Translates one of GigaChat's v2 streams: named server-sent events, the last of them {@code response.message.done}. There
 * is no {@code [DONE]}.
 */
final class EventTranslationV2 implements StreamTranslation {
    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final String DELTA_EVENT = "response.message.delta";
    private static final String DONE_EVENT = "response.message.done";
    private static final int LONGEST_EVENT = 4 * 1024 * 1024;

    private final ChatCompletionRequest request;
    private final StopCut stop;
    private final ThinkTags think = new ThinkTags();
    private final List<PartsV2.Call> withoutState = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String event = "";
    private @Nullable String modelVersion;
    private int promptEstimate = -1;
    private long codePoints;
    private int calls;
    private boolean saidText;

    EventTranslationV2(ChatCompletionRequest request) {
        this.request = request;
        this.stop = new StopCut(request.stop());
    }

    @Override
    public @Nullable String modelVersion() {
        return modelVersion;
    }

    @Override
    public List<StreamStep> line(byte[] line) {
        if (line.length == 0) {
            return dispatch();
        }
        if (startsWith(line, EVENT)) {
            event = new String(line, EVENT.length, line.length - EVENT.length, StandardCharsets.UTF_8).strip();
        } else if (startsWith(line, DATA)) {
            gather(line);
        }
        return List.of();
    }

    /** Several lines of data are one text with line ends between. */
    private void gather(byte[] line) {
        var from = line.length > DATA.length && line[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        if (data.size() > 0) {
            data.write('\n');
        }
        data.write(line, from, line.length - from);
        if (data.size() > LONGEST_EVENT) {
            throw new MalformedAnswerException("An event is longer than %d bytes.".formatted(LONGEST_EVENT));
        }
    }

    private List<StreamStep> dispatch() {
        var name = event;
        var bytes = data.toByteArray();
        event = "";
        data.reset();
        if (bytes.length == 0) {
            return List.of();
        }
        return switch (name) {
            case DELTA_EVENT -> delta(AnswerParts.object(bytes, 0));
            case DONE_EVENT -> done(AnswerParts.object(bytes, 0));
            case "" -> unnamed(bytes);
            // GigaChat's own tools at work, and whatever else may come to be told.
            default -> List.of();
        };
    }

    private static List<StreamStep> unnamed(byte[] bytes) {
        var told = AnswerParts.object(bytes, 0);
        if (told.has("error") || told.has("status")) {
            return List.of(new StreamStep.Failed(new ProviderFailure.Interrupted("error in the stream")));
        }
        throw new MalformedAnswerException("An event has no name.");
    }

    private List<StreamStep> delta(JsonNode json) {
        var steps = new ArrayList<StreamStep>(4);
        messages(json, false, steps);
        if (stop.stopped()) {
            steps.add(new StreamStep.CutShort(FinishReason.STOP, estimate()));
        }
        return steps;
    }

    /** @param last what the last event says again, the deltas have said already */
    private void messages(JsonNode json, boolean last, List<StreamStep> steps) {
        if (modelVersion == null) {
            modelVersion = AnswerParts.modelVersion(json);
        }
        var said = new ArrayList<StreamStep>(4);
        var knowsText = last && saidText;
        var knowsCalls = last && (calls > 0 || !withoutState.isEmpty());
        for (var message : json.path("messages")) {
            for (var part : PartsV2.of(message, PartsV2.state(json))) {
                if (!(part instanceof PartsV2.Call ? knowsCalls : knowsText)) {
                    part(part, said);
                }
            }
        }
        if (!said.isEmpty()) {
            steps.add(new StreamStep.Counted(estimate()));
            steps.addAll(said);
        }
    }

    private void part(PartsV2.Part part, List<StreamStep> steps) {
        switch (part) {
            case PartsV2.Reasoning(var thought) -> {
                saidText = true;
                codePoints += TokenEstimate.codePoints(thought);
                reasoning(thought, steps);
            }
            case PartsV2.Text(var said) -> {
                saidText = true;
                codePoints += TokenEstimate.codePoints(said);
                content(think.accept(said), steps);
            }
            case PartsV2.Call call -> {
                codePoints += call.codePoints();
                if (call.stateId() == null) {
                    // The end of the stream may tell it, and a call goes out once.
                    withoutState.add(call);
                } else {
                    called(call, null, steps);
                }
            }
        }
    }

    private void called(PartsV2.Call call, @Nullable String state, List<StreamStep> steps) {
        content(think.end(), steps);
        if (!stop.stopped()) {
            text(stop.end(), steps);
            var number = CallIds.callsSoFar(request) + calls;
            steps.add(new StreamStep.Said(new Delta.Call(calls++, call.toolCall(number, state))));
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

    private List<StreamStep> done(JsonNode json) {
        var steps = new ArrayList<StreamStep>(4);
        messages(json, true, steps);
        var state = PartsV2.state(json);
        withoutState.forEach(call -> called(call, state, steps));
        if (!stop.stopped()) {
            content(think.end(), steps);
        }
        var told = PartsV2.usage(json);
        var usage = told == null ? estimate() : told;
        if (stop.stopped()) {
            steps.add(new StreamStep.CutShort(FinishReason.STOP, usage));
        } else {
            finished(AnswerParts.text(json, "finish_reason"), usage, steps);
        }
        return steps;
    }

    private void finished(@Nullable String told, Usage usage, List<StreamStep> steps) {
        if (told == null) {
            throw new MalformedAnswerException("The answer holds no finish_reason.");
        }
        text(stop.end(), steps);
        var reason = AnswerParts.finishReason(told, calls > 0);
        if (reason == null) {
            steps.add(new StreamStep.Counted(usage));
            steps.add(new StreamStep.Failed(new ProviderFailure.Interrupted("finish_reason error")));
        } else {
            steps.add(new StreamStep.Finished(reason, usage));
        }
    }

    private Usage estimate() {
        if (promptEstimate < 0) {
            promptEstimate = TokenEstimate.ofPrompt(request);
        }
        return Usage.estimate(promptEstimate, TokenEstimate.ofCodePoints(codePoints));
    }

    private static boolean startsWith(byte[] line, byte[] prefix) {
        return line.length >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
    }
}
