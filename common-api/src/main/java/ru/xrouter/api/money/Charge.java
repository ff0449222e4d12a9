package ru.xrouter.api.money;

import java.time.LocalDate;
import ru.xrouter.api.usage.Usage;

/**
 * What a generation is charged, and what it costs us.
 *
 * @param details the parts of the cost, tax included
 * @param vat the part of the cost that is value added tax
 * @param providerCost what the provider takes for the same usage, whether the caller pays or not
 * @param priceValidFrom tells which price it was
 */
public record Charge(CostDetails details, Money vat, Money providerCost, LocalDate priceValidFrom) {
    /** Rates a usage; the caller pays at most so much, which may be nothing. Pure. */
    public static Charge of(Usage usage, Price price, Price providerPrice, Percent vat, Money most) {
        var details = price.detailsOf(usage, most);
        return new Charge(details, vat.partOf(details.total()), providerPrice.costOf(usage), price.validFrom());
    }

    public Money cost() {
        return details.total();
    }
}
