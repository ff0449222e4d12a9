package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.LocalDate;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Price;

/** A price as people write it: roubles per million tokens as decimals, at most six places, from a day on. */
record ListPrice(
        @JsonProperty("valid_from") LocalDate validFrom,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("cached") String cached,
        @JsonProperty("completion") String completion) {
    ListPrice {
        micros("prompt", prompt);
        micros("cached", cached);
        micros("completion", completion);
    }

    Price price() {
        return new Price(
                micros("prompt", prompt), micros("cached", cached), micros("completion", completion), validFrom);
    }

    private static long micros(String key, String roubles) {
        try {
            var amount = Money.ofRoubles(new BigDecimal(roubles));
            if (amount.isNegative()) {
                throw new IllegalArgumentException("%s: '%s' is negative.".formatted(key, roubles));
            }
            return amount.micros();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s: '%s' is not a decimal number.".formatted(key, roubles), e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("%s: '%s' has more than six decimals.".formatted(key, roubles), e);
        }
    }
}
