package ru.xrouter.router.attempt;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.http.Headers;
import ru.xrouter.router.catalogue.Offer;
import ru.xrouter.service.trace.Trace;

/** One call of one candidate's adapter. Belongs to one event loop. */
public final class Attempt {
    /** HTTP/2 error code CANCEL: the adapter must stop its provider call at once. */
    private static final long CANCEL = 0x8;

    static final String ANSWERED = "answered";

    /** Of an attempt that was cancelled because another beside it was sooner. */
    public static final String OUTPACED = "outpaced";

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Offer offer;
    private final Adapter adapter;
    private final Trace trace;
    private final long startedAt = System.nanoTime();
    private @Nullable HttpClientRequest request;
    private boolean cancelled;
    private boolean sent;
    private boolean stream;

    Attempt(Offer offer, Adapter adapter, Trace trace) {
        this.offer = offer;
        this.adapter = adapter;
        this.trace = trace;
    }

    public Offer offer() {
        return offer;
    }

    /** Whether the provider may have begun to serve: the request left for the adapter. */
    public boolean sent() {
        return sent;
    }

    /** The answer comes as a stream of events, whose head is sent with the first of them. */
    void streams() {
        stream = true;
    }

    boolean isStream() {
        return stream;
    }

    /** Since the attempt began. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Calls the adapter; the answer comes paused. */
    Future<HttpClientResponse> call(HttpClient client, String authorization, AdapterCall call) {
        return client.request(HttpMethod.POST, adapter.port(), adapter.host(), adapter.path(call.path()))
                .onFailure(_ -> adapter.notReached())
                .compose(fresh -> send(fresh, authorization, call));
    }

    private Future<HttpClientResponse> send(HttpClientRequest fresh, String authorization, AdapterCall call) {
        adapter.reached();
        if (cancelled) {
            fresh.reset(CANCEL);
            return Future.failedFuture("cancelled");
        }
        request = fresh;
        sent = true;
        fresh.headers()
                .set(HttpHeaders.AUTHORIZATION, authorization)
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(Headers.GENERATION_ID, call.generationId())
                .set(Headers.ACCOUNT_ID, call.accountId())
                .set(Headers.MODEL, offer.model().id())
                .set(Headers.PROVIDER_MODEL, offer.candidate().providerModel())
                .set(Headers.TRACEPARENT, trace.traceparent(call.traceparent()));
        if (call.requireParameters()) {
            fresh.headers().set(Headers.REQUIRE_PARAMETERS, "true");
        }
        if (call.formatted() && !offer.model().capabilities().jsonSchema()) {
            fresh.headers().set(Headers.EMULATE, "response_format");
        }
        if (offer.own() != null) {
            fresh.headers().set(Headers.PROVIDER_CREDENTIAL, offer.own().credential());
        }
        offer.candidate().surface().ifPresent(surface -> fresh.headers().set(Headers.SURFACE, surface));
        return fresh.send(call.body()).map(response -> {
            response.pause();
            return response;
        });
    }

    /** It ended, by the word of its metric. */
    void ended(String outcome) {
        if (outcome.equals(ANSWERED)) {
            trace.end();
        } else {
            trace.failed(outcome);
        }
    }

    /** Ends the call; does no harm when it is over. */
    public void cancel() {
        cancelled = true;
        var running = request;
        if (running != null) {
            running.reset(CANCEL);
        }
    }
}
