package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A provider that can serve a model.
 *
 * @param adapter name under {@code xrouter.router.adapters}; also what callers write in {@code provider.order}
 * @param providerModel the provider's own name for the model
 * @param provider the provider's public name
 */
public record Candidate(
        @JsonProperty("adapter") String adapter,
        @JsonProperty("provider_model") String providerModel,
        @JsonProperty("provider") String provider) {
    public Candidate {
        Checks.text("adapter", adapter);
        Checks.text("provider_model", providerModel);
        Checks.text("provider", provider);
    }

    /** Whether a caller means this provider by the given name. */
    public boolean isCalled(String name) {
        return adapter.equalsIgnoreCase(name) || provider.equalsIgnoreCase(name);
    }
}
