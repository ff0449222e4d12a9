package ru.xrouter.router.health;

import ru.xrouter.router.catalogue.Offer;

/** A model at a provider, by the names that callers see. */
public record Served(String model, String provider) {
    static Served by(Offer offer) {
        return new Served(offer.model().id(), offer.candidate().provider());
    }
}
