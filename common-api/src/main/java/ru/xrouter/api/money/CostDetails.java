package ru.xrouter.api.money;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a cost consists of; the parts make up the whole to the micro-rouble. */
public record CostDetails(
        @JsonProperty("input") Money input,
        @JsonProperty("cached_input") Money cachedInput,
        @JsonProperty("reasoning") Money reasoning,
        @JsonProperty("output") Money output) {
    public Money total() {
        return input.plus(cachedInput).plus(reasoning).plus(output);
    }
}
