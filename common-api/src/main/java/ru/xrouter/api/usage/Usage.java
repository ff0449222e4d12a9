package ru.xrouter.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Token counts of one generation.
 *
 * @param promptTokens all prompt tokens, cached ones included
 * @param completionTokens all generated tokens, reasoning ones included
 * @param cachedTokens prompt tokens the provider served from its cache; at most {@code promptTokens}
 * @param reasoningTokens hidden reasoning; at most {@code completionTokens}
 * @param estimated true when we counted because the provider never told
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Usage(
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("cached_tokens") int cachedTokens,
        @JsonProperty("reasoning_tokens") int reasoningTokens,
        @JsonProperty("estimated") boolean estimated) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, false);
    /** More than any model reads or writes: a provider that tells more is wrong. Small enough to be added up. */
    public static final int MOST_TOKENS = 10_000_000;

    public Usage {
        if (promptTokens < 0 || completionTokens < 0 || cachedTokens < 0 || reasoningTokens < 0) {
            throw new IllegalArgumentException("Token counts are never negative.");
        }
        if (cachedTokens > promptTokens || reasoningTokens > completionTokens) {
            throw new IllegalArgumentException("A part of the tokens is never more than the whole.");
        }
    }

    public static Usage of(int promptTokens, int completionTokens) {
        return new Usage(promptTokens, completionTokens, 0, 0, false);
    }

    public static Usage estimate(int promptTokens, int completionTokens) {
        return new Usage(promptTokens, completionTokens, 0, 0, true);
    }

    public int totalTokens() {
        return Math.addExact(promptTokens, completionTokens);
    }

    /** The sum of both; estimated when either is. */
    public Usage plus(Usage other) {
        return new Usage(
                Math.addExact(promptTokens, other.promptTokens),
                Math.addExact(completionTokens, other.completionTokens),
                Math.addExact(cachedTokens, other.cachedTokens),
                Math.addExact(reasoningTokens, other.reasoningTokens),
                estimated || other.estimated);
    }
}
