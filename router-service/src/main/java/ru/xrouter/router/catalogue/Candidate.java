package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A provider that can serve a model.
 *
 * @param adapter name under {@code xrouter.router.adapters}; also what callers write in {@code provider.order}
 * @param providerModel the provider's own name for the model
 * @param provider the provider's public name
 * @param surface which of the provider's APIs serves the model, by the adapter's name for it; left out for the native one
 */
@RegisterForReflection
public record Candidate(
        @JsonProperty("adapter") String adapter,
        @JsonProperty("provider_model") String providerModel,
        @JsonProperty("provider") String provider,
        @JsonProperty("surface") Optional<String> surface) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public Candidate {
        Checks.text("adapter", adapter);
        Checks.text("provider_model", providerModel);
        Checks.text("provider", provider);
        surface.filter(name -> !WORD.matcher(name).matches()).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "surface: '%s' is not a word of at most 32 lower-case letters, digits and hyphens."
                            .formatted(name));
        });
    }

    /** Whether a caller means this provider by the given name. */
    public boolean isCalled(String name) {
        return adapter.equalsIgnoreCase(name) || provider.equalsIgnoreCase(name);
    }
}
