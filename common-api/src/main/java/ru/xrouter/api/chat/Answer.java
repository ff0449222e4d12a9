package ru.xrouter.api.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model said, whole: the one choice of a chat completion.
 *
 * @param text null when there is none beside tool calls
 * @param reasoning the model's visible reasoning, null when there is none
 * @param files what the model made beside the text
 */
public record Answer(
        @Nullable String text,
        @Nullable String reasoning,
        List<ToolCall> toolCalls,
        List<Citation> citations,
        List<AnswerFile> files,
        FinishReason finishReason) {
    public Answer {
        toolCalls = List.copyOf(toolCalls);
        citations = List.copyOf(citations);
        files = List.copyOf(files);
    }

    public Answer(
            @Nullable String text, @Nullable String reasoning, List<ToolCall> toolCalls, FinishReason finishReason) {
        this(text, reasoning, toolCalls, List.of(), List.of(), finishReason);
    }

    /** The same answer with the sources that it rests on. */
    public Answer citing(List<Citation> sources) {
        return sources.isEmpty() ? this : new Answer(text, reasoning, toolCalls, sources, files, finishReason);
    }

    /** The same answer with the files that the model made. */
    public Answer with(List<AnswerFile> made) {
        return made.isEmpty() ? this : new Answer(text, reasoning, toolCalls, citations, made, finishReason);
    }

    /** The same answer with another text, in which no source has its place any more. */
    public Answer withText(String other) {
        return new Answer(other, reasoning, toolCalls, List.of(), files, finishReason);
    }

    public static Answer text(String text, FinishReason finishReason) {
        return new Answer(text, null, List.of(), finishReason);
    }
}
