package ru.xrouter.router.hold;

import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.peek.RequestPeek;
import ru.xrouter.router.route.Route;

/** The most that a generation could cost. Pure. */
public final class HoldAmount {
    private static final int BYTES_PER_TOKEN_AT_LEAST = 2;

    private HoldAmount() {}

    /**
     * The dearest candidate's price of a prompt of one token per two bytes of body and the longest completion the caller
     * allows. A prompt longer than the model's context would be refused, so it counts no further.
     */
    public static Money of(Route route, RequestPeek peek, int bodyBytes) {
        return route.offers().stream()
                .map(offer -> of(offer, peek, bodyBytes))
                .max(Money::compareTo)
                .orElse(Money.ZERO);
    }

    private static Money of(Offer offer, RequestPeek peek, int bodyBytes) {
        var model = offer.model();
        var prompt = Math.min(Math.ceilDiv(bodyBytes, BYTES_PER_TOKEN_AT_LEAST), model.contextLength());
        var limit = peek.maxTokens();
        var perChoice = limit == null ? model.maxOutputTokens() : Math.min(limit, model.maxOutputTokens());
        var completion = Math.multiplyExact(perChoice, peek.choices());
        return offer.price().costOf(Usage.of(prompt, completion));
    }
}
