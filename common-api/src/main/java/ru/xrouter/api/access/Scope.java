package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What a key or an access token may be used for. */
public enum Scope {
    /** Generations, embeddings, token counts, and the list of models. */
    INFERENCE("inference"),
    /** Credits, spending, and what single generations cost. */
    USAGE_READ("usage:read"),
    /** The account's API keys. */
    KEYS_MANAGE("keys:manage");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public static Optional<Scope> named(String name) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(name))
                .findFirst();
    }
}
