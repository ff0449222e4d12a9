package ru.xrouter.router.generation;

import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.Outcome;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.catalogue.Offer;

/**
 * How a generation ended and what it used. What is paid:
 *
 * <ul>
 *   <li>an answer: what the provider counted;
 *   <li>an answer cut off by the client, the deadline or our stop: what the newest report counted, estimated or not;
 *   <li>a client that left before the first report, when a provider may have begun to serve: an estimate of the prompt
 *       alone, one token per four bytes of body;
 *   <li>a provider's error or refusal: nothing, also when it broke off in the middle; its tokens are recorded, and what
 *       the provider takes for them.
 * </ul>
 *
 * A cost is never more than the hold, which is what keeps an account from spending more than it has.
 */
record Settlement(
        Outcome outcome,
        Offer offer,
        Usage usage,
        @Nullable String finishReason,
        @Nullable String errorCode,
        @Nullable String providerRequestId) {
    private static final int BYTES_PER_TOKEN = 4;

    /** What the newest report counted; nothing before the first one. */
    static Settlement of(Outcome outcome, Offer offer, @Nullable AdapterReport report, @Nullable String errorCode) {
        return report == null
                ? new Settlement(outcome, offer, Usage.NONE, null, errorCode, null)
                : new Settlement(
                        outcome, offer, report.usage(), report.finishReason(), errorCode, report.providerRequestId());
    }

    /** The usage of a client that left before any report. */
    static Usage promptEstimate(int bodyBytes) {
        return Usage.estimate(Math.ceilDiv(bodyBytes, BYTES_PER_TOKEN), 0);
    }

    Charge charge(Money held) {
        return offer.charge(
                usage,
                switch (outcome) {
                    case ANSWERED, CLIENT_GONE, DEADLINE, SHUTDOWN -> held;
                    case PROVIDER_ERROR, REFUSED, LOST -> Money.ZERO;
                });
    }

    /** Whether the hold was too small for what was used. */
    boolean capped(Money held) {
        return charge(held).cost().compareTo(held) >= 0
                && offer.price().costOf(usage).compareTo(held) > 0;
    }
}
