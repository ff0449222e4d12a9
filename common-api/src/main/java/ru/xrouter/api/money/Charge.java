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
 * @param byok whether the caller's own credential at the provider was used, so that the cost is our fee alone
 */
public record Charge(CostDetails details, Money vat, Money providerCost, LocalDate priceValidFrom, boolean byok) {
    /** Rates a usage; the caller pays at most so much, which may be nothing. Pure. */
    public static Charge of(Usage usage, Price price, Price providerPrice, Percent vat, Money most) {
        var details = price.detailsOf(usage, most);
        return new Charge(details, vat.partOf(details.total()), providerPrice.costOf(usage), price.validFrom(), false);
    }

    /** Rates a usage that the caller's own contract with the provider pays for; it costs us nothing. Pure. */
    public static Charge ofFee(Usage usage, Price fee, Percent vat, Money most) {
        var details = fee.detailsOf(usage, most);
        return new Charge(details, vat.partOf(details.total()), Money.ZERO, fee.validFrom(), true);
    }

    public Money cost() {
        return details.total();
    }
}
