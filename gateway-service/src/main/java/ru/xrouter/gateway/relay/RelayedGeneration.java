package ru.xrouter.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.idempotency.RecordedAnswer;
import ru.xrouter.gateway.limit.Admission;
import ru.xrouter.gateway.limit.RateLimits;
import ru.xrouter.gateway.relay.OnceOnly.Verdict;
import ru.xrouter.service.trace.Trace;

/**
 * One generation, or tokenization, on its way through: the limits are asked while the body arrives (once it is here, when
 * they count tokens or limit models), then the body goes to the router and the answer comes back as it is. Whichever side
 * ends first ends the other: a client that leaves resets the router's stream at once, unless it may come for the answer with
 * its idempotency key. Belongs to one event loop.
 */
final class RelayedGeneration {
    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("x-xrouter-replayed");
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int BYTES_PER_TOKEN = 4;

    private final Relay relay;
    private final Operation operation;
    private final Exchange exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestBody body;
    private final Trace trace;
    private final RouterCall routerCall;
    private boolean gzip;
    private boolean streamed;
    private boolean bodyReady;
    private boolean limitsAsked;
    private boolean goingOn;
    private @Nullable TokenReservation reservation;
    private boolean clientGone;
    private boolean done;
    private long deadline;
    private @Nullable ApiError refusal;
    private @Nullable Admission admission;
    private @Nullable RelayedAnswer relayed;
    private @Nullable AnswerRecorder recorder;

    RelayedGeneration(Relay relay, Operation operation, Exchange exchange) {
        this.relay = relay;
        this.operation = operation;
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = exchange.response();
        this.body = new RequestBody(operation, relay.bodies(), relay.largestBody());
        this.trace = relay.traces().serving(operation.path(), request.getHeader(RouterCall.TRACEPARENT));
        this.routerCall = new RouterCall(relay, operation, exchange, trace);
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
            streamed = peek.result().stream();
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
        return prompt + head.answerTokens(relay.assumedAnswerTokens());
    }

    private void decided(Admission decision) {
        if (done) {
            decision.releaseUnused();
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
        if (reservation != null) {
            reservation = reservation.takenAt(decision.takenAt());
        }
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
        OnceOnly.ask(relay, operation, exchange, body).onComplete(this::judged);
    }

    private void judged(AsyncResult<Verdict> verdict) {
        if (done) {
            if (verdict.result() instanceof Verdict.GoOn(var fresh) && fresh != null) {
                fresh.forget();
            }
        } else if (verdict.failed()) {
            exchange.defect(verdict.cause());
            end();
        } else {
            switch (verdict.result()) {
                case Verdict.GoOn(var fresh) -> {
                    recorder = fresh;
                    routerCall.send(body, reservation).onComplete(this::answered);
                }
                case Verdict.Replay(var answer) -> replay(answer);
                case Verdict.Refuse(var error) -> {
                    if (error.status() == CONFLICT) {
                        // SDKs repeat a 409 otherwise.
                        response.putHeader(Headers.SHOULD_RETRY, "false");
                    }
                    exchange.fail(error);
                    end();
                }
            }
        }
    }

    private void replay(RecordedAnswer answer) {
        response.putHeader(REPLAYED, answer.requestId());
        if (!answer.model().isEmpty()) {
            response.putHeader(Headers.MODEL, answer.model()).putHeader(Headers.PROVIDER, answer.provider());
        }
        exchange.send(OK, answer.contentType(), Buffer.buffer(answer.body()));
        end();
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
        if (clientGone) {
            end();
        } else if (response.headWritten()) {
            end();
            RelayedAnswer.breakOff(exchange, timeout);
        } else {
            RelayedAnswer.forgetHead(response);
            exchange.fail(timeout);
            end();
        }
    }

    private void clientLeft() {
        if (done || clientGone) {
            return;
        }
        clientGone = true;
        relay.metrics().clientGone();
        exchange.clientGone();
        if (comesAgain()) {
            if (relayed != null) {
                relayed.goOnAlone();
            }
        } else {
            cancelRouter();
            end();
        }
    }

    /**
     * Whether the answer is kept for a client that has left: it may be paid already, while its usage event is made durable,
     * and paid once is what the key promises. A stream was left by somebody who has seen its beginning.
     */
    private boolean comesAgain() {
        return recorder != null && !streamed;
    }

    private void cancelRouter() {
        if (relayed != null) {
            relayed.abandon();
        }
        routerCall.cancel();
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
        if (admission != null && routerCall.reached()) {
            admission.release();
        } else if (admission != null) {
            admission.releaseUnused();
        }
        trace.with("http.response.status_code", response.getStatusCode())
                .with("xrouter.generation.id", exchange.id())
                .end();
    }
}
