package ru.xrouter.api.adapter;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.usage.Usage;

/**
 * What an adapter tells the router beside the answer, so that the router need not read the answer.
 *
 * <p>An answer that is not streamed carries one report in the header {@code x-xrouter-report}; its body has no
 * {@code usage} and ends with the closing brace, so that the router can append the usage with the cost. A stream
 * carries reports as events {@code event: report}, at any time between the others; the router keeps the newest, takes
 * them out of the stream, and appends the usage chunk (when asked for) and {@code [DONE]} itself. A stream whose newest
 * report is not final when it ends has broken off.
 *
 * @param usage counts so far; cumulative
 * @param finishReason set on the last report of a complete answer
 * @param failure set on the last report when the provider broke off and the error event is already in the stream
 * @param includeUsage whether the caller asked for the usage chunk
 * @param created the answer's {@code created}, Unix seconds
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AdapterReport(
        @JsonProperty("usage") Usage usage,
        @JsonProperty("finish_reason") @Nullable String finishReason,
        @JsonProperty("failure") @Nullable String failure,
        @JsonProperty("include_usage") boolean includeUsage,
        @JsonProperty("created") long created,
        @JsonProperty("provider_request_id") @Nullable String providerRequestId) {
    /** First line of a report event in a stream; the JSON follows on a {@code data:} line. */
    public static final String EVENT_LINE = "event: report\n";

    @JsonIgnore
    public boolean isFinal() {
        return finishReason != null || failure != null;
    }
}
