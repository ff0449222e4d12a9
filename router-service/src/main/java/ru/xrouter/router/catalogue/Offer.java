package ru.xrouter.router.catalogue;

import ru.xrouter.api.money.Price;

/** A model at a provider that serves it, at the day's price. */
public record Offer(Model model, Candidate candidate, Price price) {}
