package ru.xrouter.api.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a generation ended. */
public enum Outcome {
    /** The provider finished its answer and all of it went to the client. */
    ANSWERED,
    /** No candidate answered, or the answer broke off in the middle. */
    PROVIDER_ERROR,
    /** The caller's own request was refused by the provider: nothing was generated. */
    REFUSED,
    /** The client left before the end. */
    CLIENT_GONE,
    /** The total time allowed ran out. */
    DEADLINE,
    /** The router, or the gateway, stopped before the end. */
    SHUTDOWN,
    /** Nothing was heard of the generation again; settled by billing's reaper. */
    LOST;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
