package ru.xrouter.router.route;

import java.util.List;
import ru.xrouter.router.catalogue.Offer;

/**
 * Who may serve a generation, in the order in which they are tried.
 *
 * @param requestedModel what the caller wrote
 * @param offers at least one
 */
public record Route(String requestedModel, List<Offer> offers) {
    public Route {
        if (offers.isEmpty()) {
            throw new IllegalArgumentException("A route has at least one candidate.");
        }
        offers = List.copyOf(offers);
    }

    public Offer first() {
        return offers.getFirst();
    }
}
