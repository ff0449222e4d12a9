package ru.xrouter.api.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;

/**
 * Where a key may be used.
 *
 * @param models ids or aliases of the models that may be asked for; empty: all
 * @param addresses networks from which it may be used; empty: all
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyAccess(
        @JsonProperty("scopes") Set<Scope> scopes,
        @JsonProperty("models") List<String> models,
        @JsonProperty("addresses") List<Network> addresses) {
    public KeyAccess {
        scopes = Set.copyOf(scopes);
        models = List.copyOf(models);
        addresses = List.copyOf(addresses);
    }

    /** Every model, from everywhere. */
    public static KeyAccess everywhere(Scope... scopes) {
        return new KeyAccess(Set.of(scopes), List.of(), List.of());
    }
}
