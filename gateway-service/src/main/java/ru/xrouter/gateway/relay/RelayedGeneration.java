package ru.xrouter.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.idempotency.Beginning;
import ru.xrouter.gateway.idempotency.IdempotencyKey;
import ru.xrouter.gateway.idempotency.RecordedAnswer;
import ru.xrouter.gateway.limit.Admission;
import ru.xrouter.gateway.limit.RateLimits;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.trace.Trace;
import ru.xrouter.service.trace.Traceparent;

/**
 * One generation, or tokenization, on its way through: the limits are asked while the body
 * arrives (once it is here, when they count tokens or limit models), then the body goes to the router and the answer comes back as it is. Whichever side ends first ends the other: a client that leaves resets the router's
 * stream at once. Belongs to one event loop.
 */
final class RelayedGeneration {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence GENERATION_ID = HttpHeaders.createOptimized(Headers.GENERATION_ID);
    private static final CharSequence ACCOUNT_ID = HttpHeaders.createOptimized(Headers.ACCOUNT_ID);
    private static final CharSequence KEY_ID = HttpHeaders.createOptimized(Headers.KEY_ID);
    private static final CharSequence SPENDING_CAP = HttpHeaders.createOptimized(Headers.SPENDING_CAP);
    private static final CharSequence OWN_CREDENTIALS = HttpHeaders.createOptimized(Headers.OWN_CREDENTIALS);
    private static final CharSequence APP = HttpHeaders.createOptimized(Headers.APP);
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized(Headers.TRACEPARENT);
    private static final CharSequence TOKEN_RESERVATION = HttpHeaders.createOptimized(Headers.TOKEN_RESERVATION);
    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("x-xrouter-replayed");
    private static final int OK = 200;
    private static final int BYTES_PER_TOKEN = 4;
    private static final long CANCEL = 8;

    private final Relay relay;
    private final Operation operation;
    private final Exchange exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestBody body;
    private final Trace trace;
    private boolean gzip;
    private boolean bodyReady;
    private boolean limitsAsked;
    private boolean goingOn;
    private @Nullable TokenReservation reservation;
    private boolean done;
    private long deadline;
    private @Nullable ApiError refusal;
    private @Nullable Admission admission;
    private @Nullable HttpClientRequest routerRequest;
    private @Nullable RelayedAnswer relayed;
    private @Nullable AnswerRecorder recorder;

    RelayedGeneration(Relay relay, Operation operation, Exchange exchange) {
        this.relay = relay;
        this.operation = operation;
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.body = new RequestBody(operation, relay.bodies(), relay.largestBody());
        this.trace = relay.traces().serving(operation.path(), request.getHeader(TRACEPARENT));
    }

    void start() {
        relay.metrics().generationStarted();
        response.exceptionHandler(_ -> clientLeft());
        response.closeHandler(_ -> clientLeft());
        deadline = relay.vertx().setTimer(relay.totalTimeoutMillis(), _ -> tooLate());
        receive();
        if (refusal != null || !limitsNeedBody()) {
            askLimits(0, List.of());
        }
    }

    /** Whether the limits must know what the body asks for; then they are asked once it is here. */
    private boolean limitsNeedBody() {
        return operation != Operation.TOKENIZATION && RateLimits.needsBody(exchange.caller());
    }

    private void askLimits(long tokens, Collection<String> models) {
        if (!limitsAsked) {
            limitsAsked = true;
            if (limitsNeedBody()) {
                reservation = RateLimits.reservation(tokens, exchange.caller(), models);
            }
            relay.limits().admit(exchange.caller(), models, exchange.id(), tokens, this::decided);
        }
    }

    private void receive() {
        var head = RequestHead.read(request.headers(), relay.largestBody());
        refusal = head.refusal();
        if (refusal != null) {
            return;
        }
        gzip = head.gzip();
        request.handler(this::bodyChunk).endHandler(_ -> bodyEnd());
        if (request.getHeader(HttpHeaders.EXPECT) != null) {
            response.writeContinue();
        }
    }

    private void bodyChunk(Buffer chunk) {
        if (!done && refusal == null) {
            var error = body.add(chunk);
            if (error != null) {
                refuse(error);
            }
        }
    }

    private void bodyEnd() {
        if (done || refusal != null) {
            return;
        }
        exchange.received();
        body.read(gzip).onComplete(this::peeked);
    }

    private void peeked(AsyncResult<GenerationHead> peek) {
        if (peek.succeeded()) {
            exchange.asksFor(peek.result().model());
            var forbidden = forbidden(peek.result());
            if (forbidden == null) {
                bodyReady = true;
                askLimits(
                        tokens(peek.result()),
                        relay.aliases().resolve(peek.result().models()));
                goOn();
            } else {
                refuse(forbidden);
            }
            return;
        }
        switch (peek.cause()) {
            case InvalidParameterException invalid -> refuse(invalid.toApiError());
            case RefusedException refused -> refuse(refused.error());
            default -> {
                exchange.defect(peek.cause());
                end();
            }
        }
    }

    /** Why the key may not ask for these models, or null. */
    private @Nullable ApiError forbidden(GenerationHead head) {
        var allowed = exchange.caller().access().models();
        if (allowed.isEmpty() || allowed.containsAll(head.models())) {
            return null;
        }
        return ApiError.forbidden(
                "This key may only be used with these models: %s.".formatted(String.join(", ", allowed)),
                "model_not_allowed");
    }

    /** So many the generation may use; put right by the router when it is known. */
    private long tokens(GenerationHead head) {
        var prompt = Math.ceilDiv(body.bytes().length(), BYTES_PER_TOKEN);
        if (operation == Operation.EMBEDDING) {
            return prompt;
        }
        return prompt + (head.answerTokens() > 0 ? head.answerTokens() : relay.assumedAnswerTokens());
    }

    private void decided(Admission decision) {
        if (done) {
            decision.release();
            return;
        }
        decision.writeHeaders(response);
        var limited = decision.refusal();
        if (limited != null) {
            exchange.fail(limited);
            end();
            return;
        }
        admission = decision;
        goOn();
    }

    /** Answers with an error, but not before the limits are known, for their headers belong to every answer. */
    private void refuse(ApiError error) {
        refusal = error;
        body.release();
        askLimits(0, List.of());
        goOn();
    }

    private void goOn() {
        if (done || admission == null) {
            return;
        }
        if (refusal != null) {
            exchange.fail(refusal);
            end();
        } else if (bodyReady && !goingOn) {
            goingOn = true;
            beginOnce();
        }
    }

    /** A request with an idempotency key goes on only when it is new. */
    private void beginOnce() {
        IdempotencyKey key;
        try {
            key = operation == Operation.TOKENIZATION
                    ? null
                    : IdempotencyKey.read(
                            request.getHeader(IdempotencyKey.HEADER),
                            exchange.caller().accountId());
        } catch (InvalidParameterException e) {
            exchange.fail(e.toApiError());
            end();
            return;
        }
        if (key == null) {
            connect();
            return;
        }
        var bytes = body.bytes();
        Vertx.currentContext()
                .executeBlocking(() -> IdempotencyKey.fingerprint(operation.path(), bytes.getBytes()), false)
                .compose(fingerprint -> relay.replays().begin(key, fingerprint, exchange.id()))
                .onComplete(beginning -> begun(key, beginning));
    }

    private void begun(IdempotencyKey key, AsyncResult<Beginning> beginning) {
        if (beginning.failed()) {
            exchange.defect(beginning.cause());
            end();
            return;
        }
        switch (beginning.result()) {
            case Beginning.New _ -> {
                var fresh = new AnswerRecorder(relay.replays(), key, exchange.id());
                if (done) {
                    fresh.forget();
                } else {
                    recorder = fresh;
                    connect();
                }
            }
            case Beginning.Answered(var answer) -> replay(answer);
            case Beginning.InProgress _ ->
                conflict("A request with this Idempotency-Key is running.", "idempotency_in_progress");
            case Beginning.OtherRequest _ ->
                conflict("This Idempotency-Key was used with another request.", "idempotency_conflict");
            case Beginning.NotKept _ ->
                conflict(
                        "This request was answered and paid; its answer was too large to be given again.",
                        "idempotency_answer_not_kept");
            case Beginning.Unknown _ -> {
                exchange.fail(ApiError.unavailable("Idempotency keys cannot be looked up at the moment."));
                end();
            }
        }
    }

    private void replay(RecordedAnswer answer) {
        if (!done) {
            response.putHeader(REPLAYED, answer.requestId());
            if (!answer.model().isEmpty()) {
                response.putHeader(Headers.MODEL, answer.model()).putHeader(Headers.PROVIDER, answer.provider());
            }
            exchange.send(OK, answer.contentType(), Buffer.buffer(answer.body()));
            end();
        }
    }

    private void conflict(String message, String code) {
        if (!done) {
            // SDKs repeat a 409 otherwise.
            response.putHeader(Headers.SHOULD_RETRY, "false");
            exchange.fail(new ApiError(409, "conflict", message, null, code, null, Map.of()));
            end();
        }
    }

    private void connect() {
        Elsewhere.call(this::send).onComplete(this::answered);
    }

    private Future<HttpClientResponse> send() {
        return done
                ? Future.failedFuture("The client has left.")
                : relay.clients().current().request(relay.route(operation)).compose(this::sendOver);
    }

    private Future<HttpClientResponse> sendOver(HttpClientRequest toRouter) {
        toRouter.exceptionHandler(_ -> {});
        if (done) {
            toRouter.reset(CANCEL);
            return Future.failedFuture("The client has left.");
        }
        routerRequest = toRouter;
        var caller = exchange.caller();
        toRouter.headers()
                .set(HttpHeaders.AUTHORIZATION, relay.authorization())
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(GENERATION_ID, exchange.id())
                .set(ACCOUNT_ID, caller.accountId())
                .set(KEY_ID, caller.keyId())
                .set(TRACEPARENT, trace.traceparent(Traceparent.continueOrStart(request.getHeader(TRACEPARENT))));
        var cap = caller.spendingCap().header();
        if (!cap.isEmpty()) {
            toRouter.headers().set(SPENDING_CAP, cap);
        }
        if (!caller.ownCredentials().isEmpty()) {
            toRouter.headers().set(OWN_CREDENTIALS, OwnCredential.header(caller.ownCredentials()));
        }
        var app = caller.app();
        if (app != null) {
            toRouter.headers().set(APP, app);
        }
        if (reservation != null) {
            toRouter.headers().set(TOKEN_RESERVATION, reservation.header());
        }
        return toRouter.send(body.bytes());
    }

    private void answered(AsyncResult<HttpClientResponse> answer) {
        body.release();
        if (done) {
            return;
        }
        if (answer.failed()) {
            routerAway();
        } else {
            relayed = new RelayedAnswer(exchange, answer.result(), relay.metrics(), trace, recorder, this::end);
            relayed.start();
        }
    }

    private void routerAway() {
        if (!done) {
            exchange.fail(ApiError.unavailable("The service is not available at the moment. Try again shortly."));
            end();
        }
    }

    private void tooLate() {
        if (done) {
            return;
        }
        var timeout = ApiError.upstreamTimeout(
                "The generation did not end within %d seconds.".formatted(relay.totalTimeoutMillis() / 1000),
                "upstream_timeout");
        cancelRouter();
        if (response.headWritten()) {
            end();
            RelayedAnswer.breakOff(exchange, timeout);
        } else {
            RelayedAnswer.forgetHead(response);
            exchange.fail(timeout);
            end();
        }
    }

    private void clientLeft() {
        if (done) {
            return;
        }
        relay.metrics().clientGone();
        exchange.clientGone();
        cancelRouter();
        end();
    }

    private void cancelRouter() {
        if (relayed != null) {
            relayed.abandon();
        }
        if (routerRequest != null) {
            routerRequest.reset(CANCEL);
        }
    }

    /** Gives back all that the generation holds; only the first call counts. */
    private void end() {
        if (done) {
            return;
        }
        done = true;
        relay.vertx().cancelTimer(deadline);
        relay.metrics().generationEnded();
        body.release();
        if (recorder != null) {
            // Does nothing when the answer came to its end.
            recorder.forget();
        }
        if (admission != null) {
            admission.release();
        }
        trace.with("http.response.status_code", response.getStatusCode())
                .with("xrouter.generation.id", exchange.id())
                .end();
    }
}
