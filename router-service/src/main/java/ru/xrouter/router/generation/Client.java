package ru.xrouter.router.generation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.router.attempt.Failure;
import ru.xrouter.service.http.ErrorResponses;

/** Who waits for the answer: the gateway's request. Knows whether a byte has gone to it and whether it has left. */
final class Client {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final int CONFLICT = 409;
    private static final long CANCEL = 8;

    private final HttpServerResponse response;
    private boolean gone;
    private boolean cancelled;
    private Runnable whenGone = () -> {};

    Client(HttpServerResponse response) {
        this.response = response;
        response.closeHandler(_ -> left(false));
        response.exceptionHandler(
                failure -> left(failure instanceof StreamResetException reset && reset.getCode() == CANCEL));
    }

    private void left(boolean byItself) {
        if (!gone && !response.ended()) {
            gone = true;
            cancelled = byItself;
            whenGone.run();
        }
    }

    boolean gone() {
        return gone;
    }

    /** Whether who is gone has left of its own will; else our gateway has died, or stops. */
    boolean cancelled() {
        return cancelled;
    }

    /** Runs once when the client leaves before its answer has ended. */
    void whenGone(Runnable action) {
        whenGone = action;
    }

    /** Whether the client has seen a byte, so that no other candidate may answer any more. */
    boolean begun() {
        return response.headWritten();
    }

    HttpServerResponse response() {
        return response;
    }

    void refuse(ApiError error) {
        if (error.status() == CONFLICT && !response.headWritten()) {
            // SDKs repeat a 409 otherwise.
            response.putHeader(Headers.SHOULD_RETRY, "false");
        }
        ErrorResponses.send(response, error);
    }

    void refuse(Failure failure) {
        if (gone) {
            return;
        }
        response.setStatusCode(failure.status()).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        if (failure.retryAfter() != null) {
            response.putHeader(Headers.RETRY_AFTER, failure.retryAfter());
        }
        response.end(failure.body());
    }

    /** Refuses, or ends the stream that has begun with an error event. */
    void fail(ApiError error) {
        if (begun()) {
            end(Buffer.buffer(AnswerWriter.errorEvent(error)));
        } else {
            refuse(error);
        }
    }

    void end(@Nullable Buffer last) {
        if (gone) {
            return;
        }
        if (last == null) {
            response.end();
        } else {
            response.end(last);
        }
    }
}
