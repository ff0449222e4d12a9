package ru.xrouter.router.generation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.money.Money;
import ru.xrouter.api.usage.GivenUpAttempt;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.router.attempt.Attempt;
import ru.xrouter.router.attempt.Failure;
import ru.xrouter.router.catalogue.Offer;

/**
 * The attempts of one generation that a provider may have served in vain. Each counts by its report; without one by an
 * estimate of its prompt when the request had left for the adapter and nobody says that it was not served.
 */
final class GivenUp {
    private final Usage estimate;
    private final List<GivenUpAttempt> attempts = new ArrayList<>(0);

    GivenUp(Usage estimate) {
        this.estimate = estimate;
    }

    /** One that failed. */
    void failed(Attempt attempt, Failure failure, @Nullable AdapterReport report) {
        if (report != null) {
            add(attempt.offer(), failure.code(), report.usage());
        } else if (ProviderFailure.mayHaveServed(failure.code())) {
            unheard(attempt, failure.code());
        }
    }

    /** One that was cancelled before the head of its answer. */
    void unheard(Attempt attempt, String reason) {
        if (attempt.sent()) {
            add(attempt.offer(), reason, estimate);
        }
    }

    private void add(Offer offer, String reason, Usage usage) {
        if (usage.totalTokens() > 0) {
            var charge = offer.charge(usage, Money.ZERO);
            attempts.add(new GivenUpAttempt(
                    offer.model().id(),
                    offer.candidate().provider(),
                    reason,
                    usage,
                    charge.providerCost(),
                    charge.byok()));
        }
    }

    List<GivenUpAttempt> attempts() {
        return List.copyOf(attempts);
    }
}
