package ru.xrouter.api.chat;

/** @param arguments JSON text, as in the OpenAI API */
public record ToolCall(String id, String name, String arguments) {}
