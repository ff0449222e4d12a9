package ru.xrouter.billing.payment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What the payment provider tells, in YooKassa's form; what we do not need is left out. */
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record PaymentNotice(
        @JsonProperty("event") @Nullable String event,
        @JsonProperty("object") @Nullable Payment object) {
    static final String SUCCEEDED = "payment.succeeded";
    static final String CANCELED = "payment.canceled";

    /** The provider's payment. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    record Payment(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("amount") @Nullable Amount amount,
            @JsonProperty("metadata") @Nullable Metadata metadata) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    record Amount(
            @JsonProperty("value") @Nullable String value,
            @JsonProperty("currency") @Nullable String currency) {}

    /** What we gave the provider along. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    record Metadata(@JsonProperty("payment_id") @Nullable String paymentId) {}
}
