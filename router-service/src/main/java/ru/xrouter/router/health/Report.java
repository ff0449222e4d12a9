package ru.xrouter.router.health;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** What one router tells the others of a candidate; times as steps of {@link Times} and how often each was seen. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record Report(
        @JsonProperty(value = "model", required = true) String model,
        @JsonProperty(value = "provider", required = true) String provider,
        @JsonProperty("answered") long answered,
        @JsonProperty("failed") long failed,
        @JsonProperty("first_token") Map<Integer, Long> firstToken,
        @JsonProperty("whole") Map<Integer, Long> whole,
        @JsonProperty("pace") Map<Integer, Long> pace) {
    // Jackson gives null for what is missing.
    @SuppressWarnings("ConstantValue")
    Report {
        firstToken = firstToken == null ? Map.of() : firstToken;
        whole = whole == null ? Map.of() : whole;
        pace = pace == null ? Map.of() : pace;
    }
}
