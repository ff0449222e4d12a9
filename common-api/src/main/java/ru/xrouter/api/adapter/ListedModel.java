package ru.xrouter.api.adapter;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A model that a provider lists.
 *
 * @param id the provider's own name for it, as in the catalogue's {@code provider_model}
 * @param deprecated whether the provider says that it goes away
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ListedModel(
        @JsonProperty("id") String id,
        @JsonProperty("deprecated") boolean deprecated) {}
