package ru.xrouter.auth.balance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;

/**
 * What billing-service tells of an account that runs low, in roubles.
 *
 * @param balance what is left; less than nothing when a generation cost more than there was
 * @param below what it is less than
 */
record LowBalance(
        @JsonProperty("balance") @Nullable BigDecimal balance,
        @JsonProperty("below") @Nullable BigDecimal below) {
    BigDecimal checkedBalance() {
        return given("balance", balance);
    }

    BigDecimal checkedBelow() {
        return given("below", below);
    }

    private static BigDecimal given(String name, @Nullable BigDecimal amount) {
        if (amount == null) {
            throw new InvalidParameterException(
                    name, "missing_required_parameter", "Missing required parameter: '%s'.".formatted(name));
        }
        return amount;
    }
}
