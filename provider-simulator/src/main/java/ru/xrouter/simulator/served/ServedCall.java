package ru.xrouter.simulator.served;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;

/** One request while it is served. Belongs to one event loop; its end is counted once. */
public final class ServedCall {
    /** The model under which requests are counted that were refused before their model was known. */
    public static final String UNATTRIBUTED = "unattributed";

    private final Served served;
    private final String provider;
    private final String path;
    private final MultiMap headers;
    private String model = UNATTRIBUTED;
    private boolean stream;
    private long promptTokens;
    private long sentTokens;
    private boolean attributed;
    private boolean ended;
    private String account = "";
    private Runnable afterwards = () -> {};

    ServedCall(Served served, String provider, String path, MultiMap headers) {
        this.served = served;
        this.provider = provider;
        this.path = path;
        this.headers = headers;
    }

    /** Names the model that serves the request; the request counts as the model's from here on. */
    public void attribute(String servingModel, boolean streamed) {
        model = servingModel;
        stream = streamed;
        attributed = true;
        served.counts(provider, model).begin();
    }

    /** Notes whose contract the request is paid by. */
    public void paidBy(String contract) {
        account = contract;
    }

    /** Notes the tokens of the accepted prompt. */
    public void prompted(long tokens) {
        promptTokens = tokens;
    }

    /** Notes how many tokens of the answer have been sent so far. */
    public void sent(long tokens) {
        sentTokens = tokens;
    }

    /** Runs once when the request has ended, however it did. */
    public void afterwards(Runnable action) {
        afterwards = action;
    }

    /** Tells whether the request has ended. */
    public boolean ended() {
        return ended;
    }

    /** Counts the end of the request; later ends of the same request are not counted. */
    public void end(Outcome outcome, int status) {
        if (ended) {
            return;
        }
        ended = true;
        var counts = served.counts(provider, model);
        if (!attributed) {
            counts.begin();
        }
        counts.end(outcome, promptTokens, sentTokens);
        served.remember(new Ended(
                provider,
                model,
                path,
                stream,
                status,
                outcome,
                promptTokens,
                sentTokens,
                account,
                header("x-request-id"),
                header("x-client-request-id"),
                header("x-session-id"),
                header("traceparent"),
                header("x-data-logging-enabled").equals("false")));
        afterwards.run();
    }

    private String header(String name) {
        var value = headers.get(name);
        return value == null ? "" : value;
    }

    /** A request that has ended, as {@code GET /_sim/served} lists it. */
    record Ended(
            String provider,
            String model,
            String path,
            boolean stream,
            int status,
            Outcome outcome,
            long promptTokens,
            long completionTokens,
            String account,
            String requestId,
            String clientRequestId,
            String sessionId,
            String traceparent,
            boolean dataLoggingDisabled) {
        ObjectNode toJson(long id) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("id", id).put("provider", provider).put("model", model).put("path", path);
            json.put("stream", stream).put("status", status).put("outcome", outcome.wireName());
            json.put("cancelled", outcome == Outcome.CANCELLED);
            json.put("prompt_tokens", promptTokens).put("completion_tokens", completionTokens);
            json.put("account", account);
            json.put("x_request_id", requestId).put("x_client_request_id", clientRequestId);
            json.put("x_session_id", sessionId).put("traceparent", traceparent);
            json.put("data_logging_disabled", dataLoggingDisabled);
            return json;
        }
    }
}
