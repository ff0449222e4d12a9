package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import ru.xrouter.api.money.Percent;

/**
 * The catalogue as written: models, and aliases that stand for one or several of them in order.
 *
 * @param markup per cent that we add to the providers' prices; nothing when left out
 * @param vat per cent of value added tax within what callers pay
 * @param ownCredentialFee per cent of the price that callers pay who bring their own credential; 5 when left out
 */
@RegisterForReflection
record CatalogueFile(
        @JsonProperty("markup") Optional<String> markup,
        @JsonProperty("vat") Optional<String> vat,
        @JsonProperty("own_credential_fee") Optional<String> ownCredentialFee,
        @JsonProperty("models") List<Model> models,
        @JsonProperty("aliases") Map<String, List<String>> aliases) {
    private static final Percent USUAL_FEE = Percent.of("5");
    private static final Percent WHOLE = Percent.of("100");

    CatalogueFile {
        fee(ownCredentialFee);
        var markupOfAll = markup;
        var vatOfAll = vat;
        models = models.stream().map(model -> model.with(markupOfAll, vatOfAll)).toList();
        var copy = new LinkedHashMap<String, List<String>>();
        aliases.forEach((alias, ids) -> copy.put(alias, Checks.distinct("aliases." + alias, ids)));
        aliases = copy;
        checkIds(models);
        checkAliases(models.stream().map(Model::id).toList(), aliases);
    }

    private static Percent fee(Optional<String> text) {
        Percent fee;
        try {
            fee = text.map(Percent::of).orElse(USUAL_FEE);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("own_credential_fee: %s".formatted(e.getMessage()), e);
        }
        if (fee.hundredths() > WHOLE.hundredths()) {
            throw new IllegalArgumentException(
                    "own_credential_fee: '%s' is more than the price.".formatted(text.get()));
        }
        return fee;
    }

    private static void checkIds(List<Model> models) {
        Checks.distinct("models", models.stream().map(Model::id).toList());
    }

    private static void checkAliases(List<String> ids, Map<String, List<String>> aliases) {
        aliases.forEach((alias, targets) -> {
            if (ids.contains(alias)) {
                throw new IllegalArgumentException("aliases.%s: is a model's id.".formatted(alias));
            }
            for (var target : targets) {
                if (!ids.contains(target)) {
                    throw new IllegalArgumentException("aliases.%s: there is no model '%s'.".formatted(alias, target));
                }
            }
        });
    }

    /** Refuses a candidate whose adapter is not configured. */
    void checkAdapters(Set<String> adapters) {
        for (var model : models) {
            for (var candidate : model.candidates()) {
                if (!adapters.contains(candidate.adapter())) {
                    throw new IllegalArgumentException(
                            "models '%s' candidates: adapter '%s' is not among xrouter.router.adapters %s."
                                    .formatted(model.id(), candidate.adapter(), adapters));
                }
            }
        }
    }

    /**
     * What can be served without any other adapters.
     *
     * @throws IllegalArgumentException when that is nothing
     */
    CatalogueFile servedBy(Set<String> adapters) {
        var served = models.stream()
                .filter(model -> model.isServedBy(adapters))
                .map(model -> model.servedBy(adapters))
                .toList();
        if (served.isEmpty()) {
            throw new IllegalArgumentException("models: none is served by the adapters %s.".formatted(adapters));
        }
        var ids = served.stream().map(Model::id).collect(Collectors.toSet());
        var left = new LinkedHashMap<String, List<String>>();
        aliases.forEach((alias, targets) ->
                left.put(alias, targets.stream().filter(ids::contains).toList()));
        left.values().removeIf(List::isEmpty);
        return new CatalogueFile(markup, vat, ownCredentialFee, served, left);
    }

    /** The catalogue with the prices of a day. */
    Catalogue on(LocalDate day) {
        var byName = new HashMap<String, List<Offer>>();
        var fee = fee(ownCredentialFee);
        for (var model : models) {
            byName.put(model.id(), offers(model, day, fee));
        }
        aliases.forEach((alias, ids) -> byName.put(
                alias,
                ids.stream()
                        .flatMap(id -> byName.getOrDefault(id, List.of()).stream())
                        .toList()));
        return new Catalogue(day, models, aliases, fee, byName);
    }

    private static List<Offer> offers(Model model, LocalDate day, Percent fee) {
        var terms = model.termsOn(day);
        return model.candidates().stream()
                .map(candidate ->
                        new Offer(model, candidate, terms, terms.price().share(fee), null))
                .toList();
    }
}
