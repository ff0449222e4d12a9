package ru.xrouter.yandexgpt.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.StopCut;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;
import ru.xrouter.yandexgpt.conversation.Stops;
import ru.xrouter.yandexgpt.wire.WellFormed;

/**
 * Translates a streamed answer: one JSON object per line, each with the whole text so far and the usage so far. A line
 * without a known status counts as one in the middle, so a stream that ends with it has broken off.
 */
final class CompletionStreamTranslation implements StreamTranslation {
    private static final ProviderFailure REVISED =
            new ProviderFailure.Interrupted("The provider changed text that was already sent.");

    private final ChatCompletionRequest request;
    private final Supplier<String> callIds;
    private final CumulativeText text = new CumulativeText();
    private final StopCut stop;
    private @Nullable Usage usage;
    private @Nullable String modelVersion;
    private boolean said;
    private boolean ended;

    CompletionStreamTranslation(ChatCompletionRequest request, Supplier<String> callIds) {
        this.request = request;
        this.callIds = callIds;
        this.stop = Stops.of(request);
    }

    @Override
    public @Nullable String modelVersion() {
        return modelVersion;
    }

    @Override
    public List<StreamStep> line(byte[] line) {
        if (ended || blank(line)) {
            return List.of();
        }
        try {
            return steps(CompletionResponse.read(line));
        } catch (ProviderFailureException e) {
            return ended(new StreamStep.Failed(e.failure(), e.words()), new ArrayList<>());
        }
    }

    private static boolean blank(byte[] line) {
        for (var letter : line) {
            if (letter != ' ' && letter != '\t' && letter != '\r') {
                return false;
            }
        }
        return true;
    }

    private List<StreamStep> steps(CompletionResponse response) {
        if (modelVersion == null) {
            modelVersion = response.modelVersion();
        }
        // A line without usage after one with it keeps the provider's own count.
        var counted = response.usage() == null && usage != null ? usage : AnswerTranslation.usage(request, response);
        if (!counted.estimated()) {
            usage = counted;
        }
        return switch (response.status()) {
            case PARTIAL, UNSPECIFIED -> growing(response, counted);
            case CONTENT_FILTER -> filtered(response, counted);
            case FINAL, TRUNCATED_FINAL, TOOL_CALLS -> completed(response, counted);
        };
    }

    private List<StreamStep> growing(CompletionResponse response, Usage counted) {
        var steps = new ArrayList<StreamStep>();
        steps.add(new StreamStep.Counted(counted));
        say(stop.accept(text.grown(response.text())), steps);
        return stop.stopped() ? ended(new StreamStep.CutShort(FinishReason.STOP, counted), steps) : steps;
    }

    /** The refusal replaces the text. Once a part of that has been said, the refusal would only be glued to it. */
    private List<StreamStep> filtered(CompletionResponse response, Usage counted) {
        var steps = new ArrayList<StreamStep>();
        if (!said) {
            say(WellFormed.text(response.text()), steps);
        }
        return ended(new StreamStep.Finished(FinishReason.CONTENT_FILTER, counted), steps);
    }

    private List<StreamStep> completed(CompletionResponse response, Usage counted) {
        var steps = new ArrayList<StreamStep>();
        var rest = text.completed(response.text());
        if (rest.isEmpty()) {
            steps.add(new StreamStep.Counted(counted));
            return ended(new StreamStep.Failed(REVISED), steps);
        }
        say(stop.accept(rest.get()) + stop.end(), steps);
        if (stop.stopped()) {
            return ended(new StreamStep.Finished(FinishReason.STOP, counted), steps);
        }
        var calls = AnswerTranslation.toolCalls(response, callIds);
        for (int i = 0; i < calls.size(); i++) {
            steps.add(new StreamStep.Said(new Delta.Call(i, calls.get(i))));
        }
        return ended(new StreamStep.Finished(AnswerTranslation.finishReason(response), counted), steps);
    }

    private void say(String piece, List<StreamStep> steps) {
        if (!piece.isEmpty()) {
            said = true;
            steps.add(new StreamStep.Said(new Delta.Text(piece)));
        }
    }

    private List<StreamStep> ended(StreamStep last, List<StreamStep> steps) {
        ended = true;
        steps.add(last);
        return steps;
    }
}
