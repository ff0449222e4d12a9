package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a model can do beyond plain text. */
@RegisterForReflection
public record Capabilities(
        @JsonProperty("tools") boolean tools,
        @JsonProperty("vision") boolean vision,
        @JsonProperty("json_schema") boolean jsonSchema,
        @JsonProperty("streaming") boolean streaming,
        @JsonProperty("reasoning") boolean reasoning) {}
