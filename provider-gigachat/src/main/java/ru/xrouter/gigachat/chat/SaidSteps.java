package ru.xrouter.gigachat.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.chat.HostedTool;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.MadeFile;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.StopCut;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.TokenEstimate;

/**
 * What a stream's steps are made of, the same in both versions of the API: reasoning apart from the answer, sources in
 * their places, an end at the caller's stop sequence, and a count of what was written until GigaChat tells its own.
 */
final class SaidSteps {
    private final ChatCompletionRequest request;
    private final ThinkTags think = new ThinkTags();
    private final SourceMarks marks;
    private final Map<String, SourceMarks.Source> sources = new LinkedHashMap<>();
    private final FileTags tags;
    private final StopCut stop;
    private int promptEstimate = -1;
    private long written;
    private long shown;
    private int calls;

    SaidSteps(ChatCompletionRequest request) {
        this.request = request;
        this.marks = new SourceMarks(HostedTool.hasOne(request.hostedTools(), HostedTool.Kind.WEB_SEARCH));
        this.tags = new FileTags(HostedTool.makeFiles(request.hostedTools()));
        this.stop = new StopCut(request.stop());
    }

    /** Counts what the model wrote, shown or not. */
    void wrote(long codePoints) {
        written += codePoints;
    }

    /** Our count so far. */
    Usage estimate() {
        if (promptEstimate < 0) {
            promptEstimate = TokenEstimate.ofPrompt(request);
        }
        return Usage.estimate(promptEstimate, TokenEstimate.ofCodePoints(written));
    }

    /** Whether a stop sequence came: nothing more is said then. */
    boolean isStopped() {
        return stop.stopped();
    }

    int calls() {
        return calls;
    }

    void reasoning(String text, List<StreamStep> steps) {
        if (!text.isEmpty()) {
            steps.add(new StreamStep.Said(new Delta.Reasoning(text)));
        }
    }

    /** A piece of the text, which may begin with the reasoning in tags. */
    void text(String piece, List<StreamStep> steps) {
        parted(think.accept(piece), steps);
    }

    void sources(Map<String, SourceMarks.Source> more) {
        sources.putAll(more);
    }

    /** What the model made, where the caller asked for a tool that makes something. */
    void file(MadeFile file, List<StreamStep> steps) {
        if (HostedTool.makeFiles(request.hostedTools())) {
            steps.add(new StreamStep.Made(file));
        }
    }

    /** @param call the call, made of its number in the conversation */
    void call(IntFunction<ToolCall> call, List<StreamStep> steps) {
        rest(steps);
        if (!isStopped()) {
            show(stop.end(), steps);
            var number = CallIds.callsSoFar(request) + calls;
            steps.add(new StreamStep.Said(new Delta.Call(calls++, call.apply(number))));
        }
    }

    /** The answer is over for the caller, although GigaChat goes on. */
    void cutShort(Usage usage, List<StreamStep> steps) {
        cite(steps);
        steps.add(new StreamStep.CutShort(FinishReason.STOP, usage));
    }

    /** @param told GigaChat's reason; null when it told none */
    void end(@Nullable String told, Usage usage, List<StreamStep> steps) {
        if (!isStopped()) {
            rest(steps);
        }
        if (isStopped()) {
            cutShort(usage, steps);
            return;
        }
        if (told == null) {
            throw new MalformedAnswerException("The answer holds no finish_reason.");
        }
        show(stop.end(), steps);
        cite(steps);
        var reason = AnswerParts.finishReason(told, calls > 0);
        if (reason == null) {
            steps.add(new StreamStep.Counted(usage));
            steps.add(new StreamStep.Failed(new ProviderFailure.Interrupted("finish_reason error")));
        } else {
            steps.add(new StreamStep.Finished(reason, usage));
        }
    }

    /** Nothing of the text follows, so that what was held back is no tag and no mark. */
    private void rest(List<StreamStep> steps) {
        parted(think.end(), steps);
        untagged(marks.end(), steps);
        show(stop.accept(tags.end()), steps);
    }

    private void parted(ThinkTags.Parts parts, List<StreamStep> steps) {
        reasoning(parts.reasoning(), steps);
        untagged(marks.accept(parts.answer()), steps);
    }

    private void untagged(String text, List<StreamStep> steps) {
        show(stop.accept(tags.accept(text)), steps);
        tags.found().forEach(file -> file(file, steps));
    }

    private void show(String text, List<StreamStep> steps) {
        if (!text.isEmpty()) {
            shown += TokenEstimate.codePoints(text);
            steps.add(new StreamStep.Said(new Delta.Text(text)));
        }
    }

    private void cite(List<StreamStep> steps) {
        var citations = marks.citations(sources, shown);
        if (!citations.isEmpty()) {
            steps.add(new StreamStep.Said(new Delta.Cited(citations)));
        }
    }
}
