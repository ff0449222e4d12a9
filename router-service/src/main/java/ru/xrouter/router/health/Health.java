package ru.xrouter.router.health;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ru.xrouter.router.catalogue.Offer;

/** How the candidates have been doing in the last minutes, as far as the routers have told each other. Immutable. */
public final class Health {
    /** Nobody knows anything. */
    public static final Health UNKNOWN = new Health(Map.of(), Map.of());

    private final Map<Served, Figures> candidates;
    private final Map<String, Figures> providers;

    private Health(Map<Served, Figures> candidates, Map<String, Figures> providers) {
        this.candidates = candidates;
        this.providers = providers;
    }

    /** Adds up what several routers have seen. */
    static Health of(List<Map<Served, Tally>> routers) {
        var candidates = new HashMap<Served, Tally>();
        var providers = new HashMap<String, Tally>();
        routers.forEach(router -> router.forEach((served, tally) -> {
            candidates.computeIfAbsent(served, _ -> new Tally()).add(tally);
            providers.computeIfAbsent(served.provider(), _ -> new Tally()).add(tally);
        }));
        return new Health(figures(candidates), figures(providers));
    }

    private static <K> Map<K, Figures> figures(Map<K, Tally> tallies) {
        return tallies.entrySet().stream()
                .collect(toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().figures()));
    }

    public Figures of(Offer offer) {
        return of(Served.by(offer));
    }

    /** Nothing seen is no error. */
    public Figures of(Served served) {
        return candidates.getOrDefault(served, Figures.NOTHING);
    }

    /** All models of a provider together. */
    public Figures ofProvider(String name) {
        return providers.getOrDefault(name, Figures.NOTHING);
    }
}
