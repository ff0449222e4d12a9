package ru.xrouter.billing.topup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.money.Money;

/** What an operator writes to top an account up: roubles as text, and a reference under which it counts once. */
public record NewTopUp(
        @JsonProperty("amount") @Nullable String amount,
        @JsonProperty("reference") @Nullable String reference) {
    private static final Money MOST = Money.ofRoubles(new BigDecimal(1_000_000_000));
    private static final int LONGEST_REFERENCE = 200;
    /** As people write money: {@code 1e3} and {@code +5} are slips. */
    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,6})?");

    /** The amount, above zero; otherwise an {@link InvalidParameterException} that says what is wrong with it. */
    public Money checkedAmount() {
        if (amount == null) {
            throw missing("amount");
        }
        if (PLAIN.matcher(amount).matches()) {
            var money = Money.ofRoubles(new BigDecimal(amount));
            if (money.compareTo(Money.ZERO) > 0 && money.compareTo(MOST) <= 0) {
                return money;
            }
        }
        throw new InvalidParameterException(
                "amount",
                "invalid_value",
                "'amount' must be roubles above 0 with at most six decimals, as \"100.00\".");
    }

    String checkedReference() {
        if (reference == null || reference.isBlank()) {
            throw missing("reference");
        }
        if (reference.length() > LONGEST_REFERENCE) {
            throw new InvalidParameterException(
                    "reference",
                    "invalid_value",
                    "'reference' must have at most %d characters.".formatted(LONGEST_REFERENCE));
        }
        return reference;
    }

    private static InvalidParameterException missing(String param) {
        return new InvalidParameterException(
                param, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(param));
    }
}
