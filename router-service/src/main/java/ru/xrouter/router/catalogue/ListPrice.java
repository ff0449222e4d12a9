package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;

/**
 * A price as people write it, valid from a day on: what the provider takes in roubles per million tokens as decimals, at
 * most six places, and in per cent what we add to it and how much of the sum is value added tax, unless the whole catalogue
 * says so.
 */
@RegisterForReflection
record ListPrice(
        @JsonProperty("valid_from") LocalDate validFrom,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("cached") String cached,
        @JsonProperty("completion") String completion,
        @JsonProperty("markup") Optional<String> markup,
        @JsonProperty("vat") Optional<String> vat) {
    private static final Optional<String> NO_MARKUP = Optional.of("0");

    ListPrice {
        micros("prompt", prompt);
        micros("cached", cached);
        micros("completion", completion);
        markup.ifPresent(text -> percent("markup", text));
        vat.ifPresent(text -> percent("vat", text));
    }

    /** The price with the catalogue's markup and tax where it has none of its own; somebody must say what the tax is. */
    ListPrice or(String model, Optional<String> markupOfAll, Optional<String> vatOfAll) {
        var tax = vat.or(() -> vatOfAll);
        if (tax.isEmpty()) {
            throw new IllegalArgumentException(
                    "models '%s' prices: neither the price of %s nor the catalogue has 'vat'."
                            .formatted(model, validFrom));
        }
        return new ListPrice(
                validFrom,
                prompt,
                cached,
                completion,
                markup.or(() -> markupOfAll).or(() -> NO_MARKUP),
                tax);
    }

    Terms terms() {
        var provider = new Price(
                micros("prompt", prompt), micros("cached", cached), micros("completion", completion), validFrom);
        return new Terms(
                provider.with(percent("markup", markup.orElseThrow())), provider, percent("vat", vat.orElseThrow()));
    }

    private static Percent percent(String key, String text) {
        try {
            return Percent.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(key, e.getMessage()), e);
        }
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
