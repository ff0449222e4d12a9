package ru.xrouter.router.catalogue;

import ru.xrouter.api.money.Charge;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Percent;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.Usage;

/**
 * What a model is sold for on a day.
 *
 * @param price what the caller pays, tax included
 * @param providerPrice what we pay
 * @param vat value added tax in the caller's price
 */
public record Terms(Price price, Price providerPrice, Percent vat) {
    /** Rates a usage for which the caller pays at most so much. */
    public Charge charge(Usage usage, Money most) {
        return Charge.of(usage, price, providerPrice, vat, most);
    }
}
