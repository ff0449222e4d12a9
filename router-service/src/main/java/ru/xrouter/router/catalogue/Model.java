package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import ru.xrouter.api.money.Price;

/**
 * One model on sale.
 *
 * @param id public id, {@code provider/name[:version]}
 * @param contextLength most tokens of prompt and completion together
 * @param maxOutputTokens most tokens of one completion, also when the caller sets no limit
 * @param supportedParameters request parameters that are honoured; what {@code require_parameters} checks
 * @param prices from different days on; the newest that has begun is valid
 * @param candidates who can serve it, in the order in which they are tried
 */
public record Model(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("description") String description,
        @JsonProperty("created") LocalDate created,
        @JsonProperty("context_length") int contextLength,
        @JsonProperty("max_output_tokens") int maxOutputTokens,
        @JsonProperty("capabilities") Capabilities capabilities,
        @JsonProperty("supported_parameters") Set<String> supportedParameters,
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
        Checks.positive("max_output_tokens", maxOutputTokens);
        if (maxOutputTokens > contextLength) {
            throw new IllegalArgumentException("max_output_tokens: %d is more than the context_length %d."
                    .formatted(maxOutputTokens, contextLength));
        }
        supportedParameters = Set.copyOf(supportedParameters);
        prices = newestFirst(prices);
        candidates = Checks.distinct("candidates", candidates);
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

    /** The price of a day; the oldest one's before any has begun. */
    Price priceOn(LocalDate day) {
        return prices.stream()
                .filter(price -> !price.validFrom().isAfter(day))
                .findFirst()
                .orElseGet(prices::getLast)
                .price();
    }
}
