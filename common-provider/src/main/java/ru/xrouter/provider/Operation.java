package ru.xrouter.provider;

import org.jspecify.annotations.Nullable;

/** What an adapter is asked for. */
public enum Operation {
    CHAT("messages"),
    TEXT_COMPLETION("prompt"),
    EMBEDDINGS("input"),
    TOKEN_COUNT("messages"),
    MODELS(null),
    CREDENTIAL_CHECK(null);

    private final @Nullable String content;

    Operation(@Nullable String content) {
        this.content = content;
    }

    /** The caller's parameter that holds what the model reads; null where nothing is read. */
    public @Nullable String content() {
        return content;
    }
}
