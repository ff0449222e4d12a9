package ru.xrouter.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A function the model may call; {@code parameters} is its JSON Schema, null when it takes none. */
public record FunctionTool(
        String name, @Nullable String description, @Nullable JsonNode parameters, boolean strict) {}
