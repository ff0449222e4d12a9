package ru.xrouter.billing.topup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.money.Money;

/** What an operator writes to give an account credit that expires. */
record NewPromotion(
        @JsonProperty("amount") @Nullable String amount,
        @JsonProperty("reference") @Nullable String reference,
        @JsonProperty("expires_at") @Nullable String expiresAt) {
    Money checkedAmount() {
        return new NewTopUp(amount, reference).checkedAmount();
    }

    String checkedReference() {
        return new NewTopUp(amount, reference).checkedReference();
    }

    /** A moment that is still to come. */
    Instant checkedExpiry(Instant now) {
        try {
            if (expiresAt != null) {
                var expiry = Instant.parse(expiresAt);
                if (expiry.isAfter(now)) {
                    return expiry;
                }
            }
        } catch (DateTimeParseException _) {
            // Refused below, like a moment that has passed.
        }
        throw new InvalidParameterException(
                "expires_at", "invalid_value", "'expires_at' must be a moment to come, as 2026-12-31T21:00:00Z.");
    }
}
