package ru.xrouter.simulator.exchange;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;
import ru.xrouter.simulator.served.Outcome;
import ru.xrouter.simulator.served.ServedCall;

/** Sends one answer as its knobs say; when the client leaves, it stops at once and counts the call as cancelled. */
public final class Exchange {
    private static final long HTTP2_INTERNAL_ERROR = 2;
    private static final long NO_TIMER = -1;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Buffer NOTHING = Buffer.buffer();

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ServedCall call;
    private Knobs knobs = Knobs.NONE;
    private long timer = NO_TIMER;

    /** Starts the exchange for a request whose body has been read. */
    public Exchange(Vertx vertx, HttpServerRequest request, ServedCall call) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.call = call;
        response.closeHandler(_ -> left());
        response.exceptionHandler(_ -> left());
    }

    /** Sets the knobs of this answer. */
    public void use(Knobs answerKnobs) {
        knobs = answerKnobs;
    }

    /** The knobs of this answer. */
    public Knobs knobs() {
        return knobs;
    }

    /** The response, for its headers. */
    public HttpServerResponse response() {
        return response;
    }

    /** Answers an error. */
    public void refuse(int status, Buffer body) {
        if (knobs.has(Knob.RETRY_AFTER)) {
            response.putHeader("retry-after", Long.toString(knobs.get(Knob.RETRY_AFTER, 0)));
        }
        after(knobs.get(Knob.LATENCY, 0), () -> {
            call.end(Outcome.FAILED, status);
            response.setStatusCode(knobs.on(Knob.ERRORS_AS_200) ? 200 : status).end(body);
        });
    }

    /** Answers with one body of so many tokens. */
    public void answer(Buffer body, long tokens) {
        after(knobs.get(Knob.LATENCY, 0), () -> {
            if (knobs.get(Knob.RESET_AFTER, NEVER) == 0) {
                reset();
            } else if (knobs.has(Knob.RESET_AFTER) || knobs.has(Knob.CUT_AFTER)) {
                sendHalf(body, knobs.has(Knob.RESET_AFTER));
            } else if (knobs.on(Knob.GARBAGE)) {
                call.end(Outcome.FAILED, 200);
                response.end(body.slice(0, body.length() / 2));
            } else {
                sendWhole(body, tokens);
            }
        });
    }

    /** Answers with a stream. */
    public void stream(Chunks chunks) {
        after(knobs.get(Knob.LATENCY, 0), () -> {
            if (knobs.get(Knob.RESET_AFTER, NEVER) == 0) {
                reset();
                return;
            }
            response.setChunked(true);
            var firstByte = knobs.get(Knob.FIRST_BYTE, 0);
            if (firstByte > 0) {
                response.write(NOTHING);
            }
            after(firstByte, () -> pump(chunks, 0));
        });
    }

    private void sendWhole(Buffer body, long tokens) {
        var firstByte = knobs.get(Knob.FIRST_BYTE, 0);
        if (firstByte == 0) {
            finish(body, tokens);
            return;
        }
        sendHead(body.length());
        after(firstByte, () -> finish(body, tokens));
    }

    private void sendHalf(Buffer body, boolean thenReset) {
        sendHead(body.length());
        response.write(body.slice(0, body.length() / 2));
        after(1, () -> {
            if (thenReset) {
                reset();
            } else {
                call.end(Outcome.FAILED, 200);
                request.connection().close();
            }
        });
    }

    private void sendHead(int length) {
        response.putHeader("content-length", Integer.toString(length));
        response.write(NOTHING);
    }

    private void finish(Buffer last, long tokens) {
        call.sent(tokens);
        call.end(Outcome.COMPLETED, 200);
        response.end(last);
    }

    private void pump(Chunks chunks, int from) {
        var gap = knobs.get(Knob.GAP, 0);
        var last = chunks.count() - 1;
        for (var index = from; !call.ended(); index++) {
            if (breaksAt(index, last, gap) || failsAt(index, chunks)) {
                return;
            }
            if (index == last) {
                finish(chunks.chunk(index), chunks.tokensAfter(index));
                return;
            }
            response.write(chunks.chunk(index));
            call.sent(chunks.tokensAfter(index));
            var next = index + 1;
            if (gap > 0) {
                after(gap, () -> pump(chunks, next));
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> {
                    response.drainHandler(null);
                    pump(chunks, next);
                });
                return;
            }
        }
    }

    private boolean breaksAt(int index, int last, long gap) {
        if (knobs.get(Knob.RESET_AFTER, NEVER) == index) {
            // What was written must leave the process first: a reset throws away what has not.
            after(Math.max(1, gap), this::reset);
            return true;
        }
        if (knobs.get(Knob.CUT_AFTER, NEVER) == index) {
            call.end(Outcome.FAILED, 200);
            response.end();
            return true;
        }
        if (knobs.on(Knob.GARBAGE) && index == Math.min(1, last)) {
            call.end(Outcome.FAILED, 200);
            response.end("data: {\"result\":{\"choices\":[{\"delta\n\n");
            return true;
        }
        return false;
    }

    private boolean failsAt(int index, Chunks chunks) {
        if (knobs.get(Knob.ERROR_AFTER, NEVER) != index) {
            return false;
        }
        call.end(Outcome.FAILED, 200);
        response.end(chunks.failure());
        return true;
    }

    private void reset() {
        call.end(Outcome.FAILED, 0);
        if (response.streamId() >= 0) {
            response.reset(HTTP2_INTERNAL_ERROR);
            return;
        }
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    private void after(long millis, Runnable action) {
        if (millis <= 0) {
            action.run();
            return;
        }
        timer = vertx.setTimer(millis, _ -> {
            timer = NO_TIMER;
            if (!call.ended()) {
                action.run();
            }
        });
    }

    private void left() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
        if (!call.ended()) {
            call.end(Outcome.CANCELLED, response.headWritten() ? 200 : 0);
        }
    }

    /** The client's header, or null when it sent none. */
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }
}
