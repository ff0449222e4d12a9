package ru.xrouter.gateway.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a key has spent, as billing tells it. */
@RegisterForReflection
record SpendRow(
        @JsonProperty("spent_micros") long spentMicros,
        @JsonProperty("generations") long generations) {
    static final SpendRow NONE = new SpendRow(0, 0);
}
