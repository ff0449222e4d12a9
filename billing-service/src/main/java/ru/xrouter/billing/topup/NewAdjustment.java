package ru.xrouter.billing.topup;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.money.Money;

/** What an operator writes to set right what was booked wrong: roubles, below zero to take them, and why. */
record NewAdjustment(
        @JsonProperty("amount") @Nullable String amount,
        @JsonProperty("reference") @Nullable String reference,
        @JsonProperty("note") @Nullable String note) {
    private static final int LONGEST_NOTE = 500;

    Money checkedAmount() {
        if (amount != null && amount.startsWith("-")) {
            return Money.ZERO.minus(new NewTopUp(amount.substring(1), reference).checkedAmount());
        }
        return new NewTopUp(amount, reference).checkedAmount();
    }

    String checkedReference() {
        return new NewTopUp(amount, reference).checkedReference();
    }

    /** Books are read by people: an adjustment says why it was made. */
    String checkedNote() {
        if (note == null || note.isBlank() || note.length() > LONGEST_NOTE) {
            throw new InvalidParameterException(
                    "note", "invalid_value", "'note' must say why, in at most %d characters.".formatted(LONGEST_NOTE));
        }
        return note;
    }
}
