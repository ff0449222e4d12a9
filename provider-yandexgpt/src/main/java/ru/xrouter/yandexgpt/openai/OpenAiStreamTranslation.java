package ru.xrouter.yandexgpt.openai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import ru.xrouter.provider.TokenEstimate;
import ru.xrouter.yandexgpt.conversation.Stops;
import ru.xrouter.yandexgpt.wire.WellFormed;

/**
 * Translates a streamed answer of the OpenAI-compatible API: server-sent events, of which the last is {@code [DONE]}. A
 * stream without it has broken off. Open models count their tokens in an event of their own; for others we estimate.
 */
public final class OpenAiStreamTranslation implements StreamTranslation {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final ProviderFailure UNFINISHED =
            new ProviderFailure.Interrupted("The stream ended without a finish reason.");

    private final int promptTokens;
    private final Pieces pieces = new Pieces();
    private final StopCut stop;
    private final CallStream calls;
    private long codePoints;
    private @Nullable Usage usage;
    private @Nullable FinishReason reason;
    private boolean said;
    private boolean ended;

    public OpenAiStreamTranslation(ChatCompletionRequest request, Supplier<String> newIds) {
        this.promptTokens = TokenEstimate.ofPrompt(request);
        this.stop = Stops.of(request);
        this.calls = new CallStream(new CallIds(newIds));
    }

    @Override
    public List<StreamStep> line(byte[] line) {
        var data = data(line);
        if (ended || data.length == 0) {
            return List.of();
        }
        var steps = new ArrayList<StreamStep>();
        if (Arrays.equals(data, DONE)) {
            return done(steps);
        }
        try {
            read(OpenAiCompletion.event(data), steps);
            return steps;
        } catch (ProviderFailureException e) {
            return ended(new StreamStep.Failed(e.failure(), e.words()), steps);
        }
    }

    /** The data of a line; a line that is no event's is empty, but for JSON, which can only be an error. */
    private static byte[] data(byte[] line) {
        int from = startsWith(line, DATA) ? DATA.length : startsWithBrace(line) ? 0 : line.length;
        int to = line.length;
        while (from < to && line[from] <= ' ' && line[from] >= 0) {
            from++;
        }
        while (from < to && line[to - 1] <= ' ' && line[to - 1] >= 0) {
            to--;
        }
        return from == 0 && to == line.length ? line : Arrays.copyOfRange(line, from, to);
    }

    private static boolean startsWith(byte[] line, byte[] prefix) {
        return line.length >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean startsWithBrace(byte[] line) {
        return line.length > 0 && line[0] == '{';
    }

    private void read(OpenAiCompletion event, List<StreamStep> steps) {
        var ending = event.ending();
        if (reason == null) {
            if ("content_filter".equalsIgnoreCase(ending)) {
                filtered(event.text(), steps);
            } else {
                grow(event, steps);
                if (ending != null && !ended) {
                    end(ending, steps);
                }
            }
        }
        if (event.usage() != null && !ended) {
            usage = event.usage();
            steps.add(new StreamStep.Counted(usage));
        }
    }

    private void grow(OpenAiCompletion event, List<StreamStep> steps) {
        count(event);
        steps.add(new StreamStep.Counted(counted()));
        if (!event.reasoning().isEmpty()) {
            said = true;
            steps.add(new StreamStep.Said(new Delta.Reasoning(event.reasoning())));
        }
        say(stop.accept(pieces.next(event.text())), steps);
        if (stop.stopped()) {
            ended(new StreamStep.CutShort(FinishReason.STOP, counted()), steps);
            return;
        }
        for (var part : event.calls()) {
            calls.accept(part, steps);
        }
    }

    private void count(OpenAiCompletion event) {
        codePoints += TokenEstimate.codePoints(event.text()) + TokenEstimate.codePoints(event.reasoning());
        for (var call : event.calls()) {
            codePoints += TokenEstimate.codePoints(call.name()) + TokenEstimate.codePoints(call.arguments());
        }
    }

    private void end(String ending, List<StreamStep> steps) {
        say(stop.accept(pieces.end()) + stop.end(), steps);
        calls.end(steps);
        reason = OpenAiCompletion.finishReason(ending, !calls.isEmpty());
    }

    /** The event holds a text that replaces all before. Once a part of that has been said, it would only be glued to it. */
    private void filtered(String replacement, List<StreamStep> steps) {
        if (!said && calls.isEmpty()) {
            codePoints += TokenEstimate.codePoints(replacement);
            say(WellFormed.text(replacement), steps);
        }
        reason = FinishReason.CONTENT_FILTER;
    }

    private void say(String piece, List<StreamStep> steps) {
        if (!piece.isEmpty()) {
            said = true;
            steps.add(new StreamStep.Said(new Delta.Text(piece)));
        }
    }

    private List<StreamStep> done(List<StreamStep> steps) {
        return reason == null
                ? ended(new StreamStep.Failed(UNFINISHED), steps)
                : ended(new StreamStep.Finished(reason, counted()), steps);
    }

    private Usage counted() {
        return usage == null ? Usage.estimate(promptTokens, TokenEstimate.ofCodePoints(codePoints)) : usage;
    }

    private List<StreamStep> ended(StreamStep last, List<StreamStep> steps) {
        ended = true;
        steps.add(last);
        return steps;
    }
}
