package ru.xrouter.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.http.ErrorResponses;

/**
 * One client request and its response. Every response gets the request id and the timing, and is counted once. Belongs
 * to one event loop.
 */
public final class Exchange {
    private static final CharSequence PROCESSING_MILLIS = HttpHeaders.createOptimized("openai-processing-ms");
    private static final CharSequence SERVER_TIMING = HttpHeaders.createOptimized(Headers.SERVER_TIMING);
    private static final int CLIENT_GONE = 499;
    private static final int SERVER_ERRORS = 500;

    private final String id;
    private final Endpoint endpoint;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ExchangeLog log;
    private final long startedNanos = System.nanoTime();
    private long workingSince = startedNanos;
    private @Nullable KeyIdentity caller;
    private @Nullable String model;
    private boolean finished;

    Exchange(String id, Endpoint endpoint, HttpServerRequest request, ExchangeLog log) {
        this.id = id;
        this.endpoint = endpoint;
        this.request = request;
        this.response = request.response();
        this.log = log;
    }

    public String id() {
        return id;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public HttpServerRequest request() {
        return request;
    }

    public HttpServerResponse response() {
        return response;
    }

    /** Who is calling; only known once the API key has been checked. */
    public KeyIdentity caller() {
        var known = caller;
        if (known == null) {
            throw new IllegalStateException("The caller is not known yet.");
        }
        return known;
    }

    public void calledBy(KeyIdentity identity) {
        caller = identity;
    }

    /** Names the requested model, for the log. */
    public void asksFor(String requestedModel) {
        model = requestedModel;
    }

    /** The request is here in full: from now on time is ours and not the client's. */
    public void received() {
        workingSince = System.nanoTime();
    }

    /** Sends the whole response. */
    public void send(int status, CharSequence contentType, Buffer body) {
        if (response.headWritten() || response.closed()) {
            finished(response.closed() ? CLIENT_GONE : status);
            return;
        }
        stamp(0);
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else {
            response.end(body);
        }
        finished(status);
    }

    /** Sends an error as the whole response; only when the head has not been written. */
    public void fail(ApiError error) {
        if (!response.headWritten() && !response.closed()) {
            stamp(0);
            ErrorResponses.send(response, error);
            UnreadBody.dispose(request);
        }
        finished(response.closed() && !response.ended() ? CLIENT_GONE : error.status());
    }

    /** A defect of ours: the client gets a plain 500, the log gets the cause. */
    public void defect(Throwable cause) {
        log.defect(this, cause);
        fail(ApiError.internal());
    }

    /**
     * Writes the timing headers: the provider's time as told, the rest as ours.
     *
     * @return our own time in nanoseconds
     */
    public long stamp(long providerMicros) {
        var total = System.nanoTime() - workingSince;
        var own = Math.max(0, total - providerMicros * 1000);
        response.putHeader(SERVER_TIMING, ServerTiming.format(own / 1000, providerMicros));
        response.putHeader(PROCESSING_MILLIS, Long.toString(total / 1_000_000));
        return own;
    }

    /** Counts and logs the exchange; the first call says how it ended. */
    public void finished(int status) {
        if (finished) {
            return;
        }
        finished = true;
        log.finished(this, status, System.nanoTime() - startedNanos, status >= SERVER_ERRORS);
    }

    public void clientGone() {
        finished(CLIENT_GONE);
    }

    @Nullable
    KeyIdentity knownCaller() {
        return caller;
    }

    @Nullable
    String model() {
        return model;
    }
}
