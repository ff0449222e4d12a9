package ru.xrouter.yandexgpt.openai;

import java.util.ArrayList;
import java.util.List;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.ToolCall;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.yandexgpt.openai.OpenAiCompletion.CallPart;

/**
 * Tool calls that come whole or in parts. The first part of a call names it, whatever follows only adds to its arguments;
 * the empty ids, types and names of later parts go no further.
 */
final class CallStream {
    private final CallIds ids;
    private final List<Boolean> hasArguments = new ArrayList<>();

    CallStream(CallIds ids) {
        this.ids = ids;
    }

    void accept(CallPart part, List<StreamStep> steps) {
        var index = part.index();
        if (index == hasArguments.size()) {
            open(part, steps);
        } else if (index < hasArguments.size()) {
            continueWith(part, steps);
        } else {
            throw new MalformedAnswerException("A tool call is out of order.");
        }
    }

    private void open(CallPart part, List<StreamStep> steps) {
        if (part.name().isEmpty()) {
            throw new MalformedAnswerException("A tool call names no function.");
        }
        hasArguments.add(!part.arguments().isBlank());
        var call = new ToolCall(ids.unique(part.id(), part.name()), part.name(), part.arguments());
        steps.add(new StreamStep.Said(new Delta.Call(part.index(), call)));
    }

    private void continueWith(CallPart part, List<StreamStep> steps) {
        if (!part.arguments().isEmpty()) {
            hasArguments.set(
                    part.index(),
                    hasArguments.get(part.index()) || !part.arguments().isBlank());
            steps.add(new StreamStep.Said(new Delta.Arguments(part.index(), part.arguments())));
        }
    }

    /** The answer has ended: a call without arguments gets the empty ones. */
    void end(List<StreamStep> steps) {
        for (int i = 0; i < hasArguments.size(); i++) {
            if (!hasArguments.get(i)) {
                steps.add(new StreamStep.Said(new Delta.Arguments(i, "{}")));
            }
        }
    }

    boolean isEmpty() {
        return hasArguments.isEmpty();
    }
}
