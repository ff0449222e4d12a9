package ru.xrouter.api.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import ru.xrouter.api.money.Money;

/**
 * What a provider served, or may have served, to an attempt that brought its caller nothing. The caller never pays for it;
 * what the provider takes for it is ours to pay.
 *
 * @param model public id of the model that was called
 * @param reason the failure's wire name, {@code outpaced} by another attempt, or how the generation ended
 * @param usage what the adapter told, else an estimate of the prompt
 * @param byok whether the account's own credential at the provider was used, so that the provider takes nothing of us
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GivenUpAttempt(
        @JsonProperty("model") String model,
        @JsonProperty("provider") String provider,
        @JsonProperty("reason") String reason,
        @JsonProperty("usage") Usage usage,
        @JsonProperty("provider_cost") Money providerCost,

        @JsonProperty("byok") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean byok) {}
