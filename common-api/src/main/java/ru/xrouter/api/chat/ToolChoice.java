package ru.xrouter.api.chat;

/** Which tool the model has to call, if any. */
public sealed interface ToolChoice {
    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    record Required() implements ToolChoice {}

    /** A tool that the provider runs itself. */
    record Hosted(HostedTool.Kind kind) implements ToolChoice {}

    record Named(String function) implements ToolChoice {}
}
