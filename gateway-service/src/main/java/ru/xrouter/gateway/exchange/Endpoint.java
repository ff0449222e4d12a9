package ru.xrouter.gateway.exchange;

import java.util.Locale;

/** What the gateway serves; also the {@code path} of its metrics, so that clients cannot invent label values. */
public enum Endpoint {
    CHAT_COMPLETIONS("POST"),
    COMPLETIONS("POST"),
    EMBEDDINGS("POST"),
    TOKENIZE("POST"),
    MODELS("GET, HEAD"),
    MODEL("GET, HEAD"),
    GENERATION("GET, HEAD"),
    CREDITS("GET, HEAD"),
    KEY("GET, HEAD"),
    UNKNOWN("");

    private final String allow;
    private final String label = name().toLowerCase(Locale.ROOT);

    Endpoint(String allow) {
        this.allow = allow;
    }

    /** Value of the {@code allow} header. */
    public String allow() {
        return allow;
    }

    public String label() {
        return label;
    }
}
