package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/** A path that a model serves; the same at the gateway, at the router and at the adapters. */
@RegisterForReflection
public enum Endpoint {
    CHAT("chat", "/v1/chat/completions"),
    COMPLETIONS("completions", "/v1/completions"),
    EMBEDDINGS("embeddings", "/v1/embeddings");

    private static final Set<String> OF_CHAT = Set.of("messages", "prompt", "n", "stream", "stream_options");
    private static final Set<String> OF_COMPLETIONS = Set.of("prompt", "echo", "n", "stream", "stream_options");
    private static final Set<String> OF_EMBEDDINGS = Set.of("input", "encoding_format");

    private final String wireName;
    private final String path;

    Endpoint(String wireName, String path) {
        this.wireName = wireName;
        this.path = path;
    }

    /** As catalogues and usage events write it. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    public String path() {
        return path;
    }

    /** Whether every model that serves the endpoint honours the parameter, because what adapters share does it. */
    public boolean honours(String parameter) {
        return switch (this) {
            case CHAT -> OF_CHAT.contains(parameter);
            case COMPLETIONS -> OF_COMPLETIONS.contains(parameter);
            case EMBEDDINGS -> OF_EMBEDDINGS.contains(parameter);
        };
    }
}
