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
 *   <li>an answer cut off by the client or the deadline: what the newest report counted, estimated or not;
 *   <li>the same before the first report, when a provider may have begun to serve: an estimate of the prompt alone, which who left pays, and
 *       who was left without an answer does not;
 *   <li>our stop, a provider's error or refusal: nothing, also when it broke off in the middle; its tokens are recorded,
 *       and what the provider takes for them. A deadline is paid, as a client that reads slowly can wait for it.
 * </ul>
 *
 * Attempts that were given up before this one answered are nothing of it: {@link GivenUp} has them. A cost is never more than the hold, which is what keeps an account from spending more than it has.
 */
record Settlement(
        Outcome outcome,
        Offer offer,
        Usage usage,
        @Nullable String finishReason,
        @Nullable String errorCode,
        @Nullable String providerRequestId,
        boolean paid) {
    /** What the newest report counted; nothing before the first one. */
    static Settlement of(Outcome outcome, Offer offer, @Nullable AdapterReport report, @Nullable String errorCode) {
        return report == null
                ? new Settlement(outcome, offer, Usage.NONE, null, errorCode, null, false)
                : new Settlement(
                        outcome,
                        offer,
                        report.usage(),
                        report.finishReason(),
                        errorCode,
                        report.providerRequestId(),
                        switch (outcome) {
                            case ANSWERED, CLIENT_GONE, DEADLINE -> true;
                            case SHUTDOWN, PROVIDER_ERROR, REFUSED, LOST -> false;
                        });
    }

    /** An end before any report of a provider that may have begun to serve: its prompt, as we count it. */
    static Settlement unheard(Outcome outcome, Offer offer, Usage estimate, @Nullable String errorCode) {
        return new Settlement(outcome, offer, estimate, null, errorCode, null, outcome == Outcome.CLIENT_GONE);
    }

    Charge charge(Money held) {
        return offer.charge(usage, paid ? held : Money.ZERO);
    }

    /** Whether the hold was too small for what was used. */
    boolean capped(Money held) {
        return charge(held).cost().compareTo(held) >= 0
                && offer.price().costOf(usage).compareTo(held) > 0;
    }
}
