package ru.xrouter.router.catalogue;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.money.Price;
import ru.xrouter.api.usage.Usage;

/**
 * A model at a provider that serves it, on the day's terms.
 *
 * @param fee what the caller pays when the account's own contract with the provider pays for the rest, tax included
 * @param own the account's own credential that the provider is called with; null for ours
 */
public record Offer(
        Model model,
        Candidate candidate,
        Terms terms,
        Price fee,
        @Nullable OwnCredential own) {
    /** What the caller pays. */
    public Price price() {
        return own == null ? terms.price() : fee;
    }

    /** The same model at the same provider, paid by the account itself. */
    public Offer with(OwnCredential credential) {
        return new Offer(model, candidate, terms, fee, credential);
    }

    /** Rates a usage for which the caller pays at most so much. */
    public Charge charge(Usage usage, Money most) {
        return own == null ? terms.charge(usage, most) : Charge.ofFee(usage, fee, terms.vat(), most);
    }
}
