package ru.xrouter.billing.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an API key has spent in all. */
public record KeySpend(
        @JsonProperty("spent_micros") long spentMicros,
        @JsonProperty("generations") long generations) {}
