package ru.xrouter.gateway.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Billing's account of an account, in micro-roubles. */
@RegisterForReflection
record CreditsRow(
        @JsonProperty("balance_micros") long balanceMicros,
        @JsonProperty("held_micros") long heldMicros,
        @JsonProperty("spent_micros") long spentMicros,
        @JsonProperty("topped_up_micros") long toppedUpMicros,
        @JsonProperty("promotional_micros") long promotionalMicros) {
    static final CreditsRow NONE = new CreditsRow(0, 0, 0, 0, 0);
}
