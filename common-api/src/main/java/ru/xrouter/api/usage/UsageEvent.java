package ru.xrouter.api.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Price;

/**
 * What one generation used and how it ended: written by the router exactly once per admitted generation, read by
 * billing, which charges {@code cost} once per {@code generationId} however often it reads the event. Never holds any
 * part of a prompt or an answer.
 *
 * @param model public id of the model that answered, or of the first candidate when none did
 * @param requestedModel what the caller wrote
 * @param price the price the cost was rated at
 * @param vat the part of the cost that is value added tax
 * @param providerCost what the provider takes for the same usage; also when the caller pays nothing
 * @param attempts candidates called, retries included
 * @param startedAt Unix time in milliseconds of the router's receipt
 * @param latencyMillis receipt to end
 * @param firstByteMillis receipt to the first byte of the answer; null when there was none
 * @param byok whether the account's own credential at the provider was used: the cost is our fee, the provider takes nothing of us
 * @param app id of the OAuth client that acted for the account; null when the account acted by itself
 * @param capped whether the key has a spending cap, so that its hold counts against it
 * @param endUser a digest of the request's {@code user}, different for every account; null when there was none
 * @param endpoint what was asked for: {@code chat}, {@code completions} or {@code embeddings}; null where nobody knows
 * @param givenUp attempts that a provider may have served in vain, beside the one that the usage is of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UsageEvent(
        @JsonProperty("generation_id") String generationId,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("key_id") String keyId,
        @JsonProperty("model") String model,
        @JsonProperty("requested_model") String requestedModel,
        @JsonProperty("provider") String provider,
        @JsonProperty("streamed") boolean streamed,
        @JsonProperty("outcome") Outcome outcome,
        @JsonProperty("finish_reason") @Nullable String finishReason,
        @JsonProperty("error_code") @Nullable String errorCode,
        @JsonProperty("usage") Usage usage,
        @JsonProperty("price") Price price,
        @JsonProperty("cost") Money cost,
        @JsonProperty("vat") Money vat,
        @JsonProperty("provider_cost") Money providerCost,
        @JsonProperty("attempts") int attempts,
        @JsonProperty("started_at") long startedAt,
        @JsonProperty("latency_ms") long latencyMillis,
        @JsonProperty("first_byte_ms") @Nullable Long firstByteMillis,
        @JsonProperty("provider_request_id") @Nullable String providerRequestId,

        @JsonProperty("capped") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean capped,

        @JsonProperty("byok") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean byok,

        @JsonProperty("app") @Nullable String app,
        @JsonProperty("end_user") @Nullable String endUser,

        @JsonProperty("endpoint") @Nullable String endpoint,

        @JsonProperty("given_up") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<GivenUpAttempt> givenUp) {
    // An event of a router that does not write them yet.
    @SuppressWarnings("ConstantValue")
    public UsageEvent {
        vat = Objects.requireNonNullElse(vat, Money.ZERO);
        providerCost = Objects.requireNonNullElse(providerCost, Money.ZERO);
        givenUp = givenUp == null ? List.of() : List.copyOf(givenUp);
    }
}
