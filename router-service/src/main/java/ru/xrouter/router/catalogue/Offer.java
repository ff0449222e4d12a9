package ru.xrouter.router.catalogue;

import ru.xrouter.api.money.Price;

/** A model at a provider that serves it, on the day's terms. */
public record Offer(Model model, Candidate candidate, Terms terms) {
    /** What the caller pays. */
    public Price price() {
        return terms.price();
    }
}
