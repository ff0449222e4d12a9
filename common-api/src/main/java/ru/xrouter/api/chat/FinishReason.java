package ru.xrouter.api.chat;

import java.util.Locale;

/** Why a choice ended, letter for letter as in the OpenAI API. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    FUNCTION_CALL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
