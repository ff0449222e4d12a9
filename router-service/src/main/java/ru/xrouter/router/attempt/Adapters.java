package ru.xrouter.router.attempt;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.router.metrics.RouterMetrics;

/**
 * Where the adapters are, and which of them could not be reached a moment ago. Those are tried after all others: this,
 * and not a circuit breaker with a half-open state, because a failed connection costs a millisecond and the next
 * candidate answers anyway.
 */
@Singleton
public class Adapters {
    private final Map<String, Adapter> adapters;
    private final long restNanos;

    Adapters(RouterConfig config, RouterMetrics metrics) {
        adapters = RouterConfig.enabledAdapters(config).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> Adapter.at(entry.getKey(), entry.getValue())));
        restNanos = config.adapterRest().toNanos();
        adapters.forEach((name, adapter) -> metrics.gauge(
                "xrouter_router_adapter_resting", () -> adapter.restsFor(restNanos) ? 1 : 0, "adapter", name));
    }

    /** The adapter that serves an offer; the catalogue was checked to name no other. */
    Adapter of(Offer offer) {
        var adapter = adapters.get(offer.candidate().adapter());
        if (adapter == null) {
            throw new IllegalStateException(
                    "No adapter " + offer.candidate().adapter() + " although the catalogue was checked.");
        }
        return adapter;
    }

    /** Whether the last call of an adapter did not reach it, not longer ago than this; one that is not there is never reached. */
    public boolean unreachable(String name, Duration ago) {
        var adapter = adapters.get(name);
        return adapter == null || adapter.restsFor(ago.toNanos());
    }

    /** The offers in their order, those of resting adapters last. */
    List<Offer> restingLast(List<Offer> offers) {
        List<Offer> resting = null;
        for (var offer : offers) {
            if (of(offer).restsFor(restNanos)) {
                resting = add(resting, offer);
            }
        }
        if (resting == null || resting.size() == offers.size()) {
            return offers;
        }
        var ordered = new ArrayList<>(offers);
        ordered.removeAll(resting);
        ordered.addAll(resting);
        return ordered;
    }

    private static List<Offer> add(@Nullable List<Offer> list, Offer offer) {
        var added = list == null ? new ArrayList<Offer>() : list;
        added.add(offer);
        return added;
    }
}
