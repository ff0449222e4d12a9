package ru.xrouter.api.chat;

import java.util.List;

/** One step of a streamed answer. */
public sealed interface Delta {
    record Text(String text) implements Delta {}

    record Reasoning(String text) implements Delta {}

    /** A tool call: whole, as both providers' native APIs give it, or its beginning, whose arguments go on. */
    record Call(int index, ToolCall call) implements Delta {}

    /** The sources that the answer rests on, when all of it has been said. */
    record Cited(List<Citation> citations) implements Delta {
        public Cited {
            citations = List.copyOf(citations);
        }
    }

    /** A file that the model made, whole. */
    record Made(AnswerFile file) implements Delta {}

    /** More of the arguments of the call with this index. */
    record Arguments(int index, String piece) implements Delta {}
}
