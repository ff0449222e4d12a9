package ru.xrouter.router.catalogue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.money.Percent;

/** Everything on sale on one day. Immutable; a generation keeps the catalogue it began with. */
public final class Catalogue {
    private final LocalDate day;
    private final List<Model> models;
    private final Map<String, List<String>> aliases;
    private final Map<String, List<Offer>> offers;
    private final Percent ownCredentialFee;

    Catalogue(
            LocalDate day,
            List<Model> models,
            Map<String, List<String>> aliases,
            Percent ownCredentialFee,
            Map<String, List<Offer>> offers) {
        this.day = day;
        this.models = models;
        this.aliases = aliases;
        this.ownCredentialFee = ownCredentialFee;
        this.offers = Map.copyOf(offers);
    }

    LocalDate day() {
        return day;
    }

    public List<Model> models() {
        return models;
    }

    Map<String, List<String>> aliases() {
        return aliases;
    }

    /** The share of the price that callers pay who bring their own credential. */
    public Percent ownCredentialFee() {
        return ownCredentialFee;
    }

    /** What a model's id or an alias stands for, in order; null when there is no such name. */
    public @Nullable List<Offer> offers(String name) {
        return offers.get(name);
    }

    /** Whether any provider in the catalogue goes by this name. */
    public boolean knowsProvider(String name) {
        return models.stream()
                .flatMap(model -> model.candidates().stream())
                .anyMatch(candidate -> candidate.isCalled(name));
    }
}
