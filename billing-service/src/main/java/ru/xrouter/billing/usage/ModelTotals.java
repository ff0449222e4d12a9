package ru.xrouter.billing.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

/** All that was settled of one model; {@code estimated} counts generations whose tokens we counted ourselves. */
public record ModelTotals(
        @JsonProperty("model") String model,
        @JsonProperty("generations") long generations,
        @JsonProperty("prompt_tokens") long promptTokens,
        @JsonProperty("completion_tokens") long completionTokens,
        @JsonProperty("cost_micros") long costMicros,
        @JsonProperty("estimated") long estimated) {}
