package ru.xrouter.billing.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What was used and paid, in roubles, by whatever the report is grouped by; the rest is null. What begins with {@code byok} is the
 * part of it that was served with the account's own credential at the provider, where the cost is our fee.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record UsageRow(
        @JsonProperty("day") @Nullable String day,
        @JsonProperty("model") @Nullable String model,
        @JsonProperty("key_id") @Nullable String keyId,
        @JsonProperty("app") @Nullable String app,
        @JsonProperty("generations") long generations,
        @JsonProperty("prompt_tokens") long promptTokens,
        @JsonProperty("completion_tokens") long completionTokens,
        @JsonProperty("cached_tokens") long cachedTokens,
        @JsonProperty("reasoning_tokens") long reasoningTokens,
        @JsonProperty("embedding_tokens") long embeddingTokens,
        @JsonProperty("cost") BigDecimal cost,
        @JsonProperty("vat") BigDecimal vat,
        @JsonProperty("byok_generations") long byokGenerations,
        @JsonProperty("byok_prompt_tokens") long byokPromptTokens,
        @JsonProperty("byok_completion_tokens") long byokCompletionTokens,
        @JsonProperty("byok_cost") BigDecimal byokCost) {}
