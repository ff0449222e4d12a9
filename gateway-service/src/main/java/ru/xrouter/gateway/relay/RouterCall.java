package ru.xrouter.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.trace.Trace;
import ru.xrouter.service.trace.Traceparent;

/** The call of the router: the client's body as it is, and in headers who asks. Belongs to one event loop. */
final class RouterCall {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence GENERATION_ID = HttpHeaders.createOptimized(Headers.GENERATION_ID);
    private static final CharSequence ACCOUNT_ID = HttpHeaders.createOptimized(Headers.ACCOUNT_ID);
    private static final CharSequence KEY_ID = HttpHeaders.createOptimized(Headers.KEY_ID);
    private static final CharSequence SPENDING_CAP = HttpHeaders.createOptimized(Headers.SPENDING_CAP);
    private static final CharSequence OWN_CREDENTIALS = HttpHeaders.createOptimized(Headers.OWN_CREDENTIALS);
    private static final CharSequence APP = HttpHeaders.createOptimized(Headers.APP);
    static final CharSequence TRACEPARENT = HttpHeaders.createOptimized(Headers.TRACEPARENT);
    private static final CharSequence TOKEN_RESERVATION = HttpHeaders.createOptimized(Headers.TOKEN_RESERVATION);
    private static final CharSequence TOKENS_TAKEN_AT = HttpHeaders.createOptimized(Headers.TOKENS_TAKEN_AT);
    /** What the router takes for a client that has left. */
    private static final long CANCEL = 8;

    private static final long INTERNAL_ERROR = 2;

    private final Relay relay;
    private final Operation operation;
    private final Exchange exchange;
    private final Trace trace;
    private boolean cancelled;
    private @Nullable HttpClientRequest request;

    RouterCall(Relay relay, Operation operation, Exchange exchange, Trace trace) {
        this.relay = relay;
        this.operation = operation;
        this.exchange = exchange;
        this.trace = trace;
    }

    /** Sends the body; a replica that is stopping passes the call on to another. */
    Future<HttpClientResponse> send(RequestBody body, @Nullable TokenReservation reservation) {
        return Elsewhere.call(() -> cancelled
                ? clientLeft()
                : relay.clients()
                        .current()
                        .request(relay.route(operation))
                        .compose(fresh -> sendOver(fresh, body, reservation)));
    }

    private Future<HttpClientResponse> sendOver(
            HttpClientRequest fresh, RequestBody body, @Nullable TokenReservation reservation) {
        fresh.exceptionHandler(_ -> {});
        if (cancelled) {
            fresh.reset(CANCEL);
            return clientLeft();
        }
        request = fresh;
        var caller = exchange.caller();
        var traceparent = Traceparent.continueOrStart(exchange.request().getHeader(TRACEPARENT));
        fresh.headers()
                .set(HttpHeaders.AUTHORIZATION, relay.authorization())
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(GENERATION_ID, exchange.id())
                .set(ACCOUNT_ID, caller.accountId())
                .set(KEY_ID, caller.keyId())
                .set(TRACEPARENT, trace.traceparent(traceparent));
        var cap = caller.spendingCap().header();
        if (!cap.isEmpty()) {
            fresh.headers().set(SPENDING_CAP, cap);
        }
        if (!caller.ownCredentials().isEmpty()) {
            fresh.headers().set(OWN_CREDENTIALS, OwnCredential.header(caller.ownCredentials()));
        }
        var app = caller.app();
        if (app != null) {
            fresh.headers().set(APP, app);
        }
        if (reservation != null) {
            fresh.headers().set(TOKEN_RESERVATION, reservation.header());
            if (reservation.takenAt() > 0) {
                fresh.headers().set(TOKENS_TAKEN_AT, Long.toString(reservation.takenAt()));
            }
        }
        return fresh.send(body.bytes());
    }

    private static Future<HttpClientResponse> clientLeft() {
        return Future.failedFuture("The client has left.");
    }

    /** Whether a router may know of the call. */
    boolean reached() {
        return request != null;
    }

    /** Ends the call at once, wherever it is. */
    void cancel() {
        cancelled = true;
        if (request != null) {
            request.reset(relay.stopping() ? INTERNAL_ERROR : CANCEL);
        }
    }
}
