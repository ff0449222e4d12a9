package ru.xrouter.api.chat;

/** One step of a streamed answer. */
public sealed interface Delta {
    record Text(String text) implements Delta {}

    record Reasoning(String text) implements Delta {}

    /** A tool call: whole, as both providers' native APIs give it, or its beginning, whose arguments go on. */
    record Call(int index, ToolCall call) implements Delta {}

    /** More of the arguments of the call with this index. */
    record Arguments(int index, String piece) implements Delta {}
}
