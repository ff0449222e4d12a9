package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One model on sale.
 *
 * @param id public id, {@code provider/name[:version]}
 * @param contextLength most tokens of prompt and completion together
 * @param maxOutputTokens most tokens of one completion, also when the caller sets no limit; 0 for embeddings alone
 * @param endpoints where it can be asked; embeddings stand alone
 * @param supportedParameters request parameters that are honoured; what {@code require_parameters} checks
 * @param deprecated whether it goes away; left out, only a provider's list may say so
 * @param prices from different days on; the newest that has begun is valid
 * @param candidates who can serve it, in the order in which they are tried
 */
@RegisterForReflection
public record Model(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("description") String description,
        @JsonProperty("created") LocalDate created,
        @JsonProperty("context_length") int contextLength,
        @JsonProperty("max_output_tokens") int maxOutputTokens,
        @JsonProperty("endpoints") Set<Endpoint> endpoints,
        @JsonProperty("capabilities") Capabilities capabilities,
        @JsonProperty("supported_parameters") Set<String> supportedParameters,
        @JsonProperty("deprecated") Optional<Boolean> deprecated,
        @JsonProperty("prices") List<ListPrice> prices,
        @JsonProperty("candidates") List<Candidate> candidates) {
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9._-]{1,64}/[A-Za-z0-9._-]{1,64}(:[A-Za-z0-9._-]{1,32})?");

    public Model {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id: '%s' is not of the form provider/name[:version].".formatted(id));
        }
        Checks.text("name", name);
        Checks.text("description", description);
        Checks.positive("context_length", contextLength);
        checkEndpoints(endpoints, maxOutputTokens);
        endpoints = Collections.unmodifiableSet(EnumSet.copyOf(endpoints));
        if (maxOutputTokens > contextLength) {
            throw new IllegalArgumentException("max_output_tokens: %d is more than the context_length %d."
                    .formatted(maxOutputTokens, contextLength));
        }
        supportedParameters = Set.copyOf(supportedParameters);
        prices = newestFirst(prices);
        candidates = Checks.distinct("candidates", candidates);
    }

    private static void checkEndpoints(Set<Endpoint> endpoints, int maxOutputTokens) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints: must not be empty.");
        }
        if (!endpoints.contains(Endpoint.EMBEDDINGS)) {
            Checks.positive("max_output_tokens", maxOutputTokens);
        } else if (endpoints.size() > 1 || maxOutputTokens != 0) {
            throw new IllegalArgumentException(
                    "endpoints: a model of embeddings serves nothing else, and its max_output_tokens is 0.");
        }
    }

    private static List<ListPrice> newestFirst(List<ListPrice> prices) {
        var days = new HashSet<LocalDate>();
        for (var price : prices) {
            if (!days.add(price.validFrom())) {
                throw new IllegalArgumentException("prices: two are valid_from '%s'.".formatted(price.validFrom()));
            }
        }
        return Checks.distinct("prices", prices).stream()
                .sorted(Comparator.comparing(ListPrice::validFrom).reversed())
                .toList();
    }

    /** The model with the catalogue's markup and tax in the prices that have none of their own. */
    Model with(Optional<String> markup, Optional<String> vat) {
        return copy(prices.stream().map(price -> price.or(id, markup, vat)).toList(), candidates);
    }

    /** Whether one of these adapters can serve it. */
    boolean isServedBy(Set<String> adapters) {
        return candidates.stream().anyMatch(candidate -> adapters.contains(candidate.adapter()));
    }

    /** The model as these adapters alone, one of which can, serve it. */
    Model servedBy(Set<String> adapters) {
        return copy(
                prices,
                candidates.stream()
                        .filter(candidate -> adapters.contains(candidate.adapter()))
                        .toList());
    }

    private Model copy(List<ListPrice> newPrices, List<Candidate> newCandidates) {
        return new Model(
                id,
                name,
                description,
                created,
                contextLength,
                maxOutputTokens,
                endpoints,
                capabilities,
                supportedParameters,
                deprecated,
                newPrices,
                newCandidates);
    }

    public boolean serves(Endpoint endpoint) {
        return endpoints.contains(endpoint);
    }

    /** The terms of a day; the oldest ones before any have begun. */
    Terms termsOn(LocalDate day) {
        return prices.stream()
                .filter(price -> !price.validFrom().isAfter(day))
                .findFirst()
                .orElseGet(prices::getLast)
                .terms();
    }
}
