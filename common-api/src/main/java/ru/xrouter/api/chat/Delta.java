package ru.xrouter.api.chat;

/** One step of a streamed answer. */
public sealed interface Delta {
    record Text(String text) implements Delta {}

    record Reasoning(String text) implements Delta {}

    /** A whole tool call: both providers' native APIs give calls in one piece. */
    record Call(int index, ToolCall call) implements Delta {}
}
