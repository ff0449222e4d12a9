package ru.xrouter.service.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body whole, up to a bound. */
public final class RequestBody {
    private RequestBody() {}

    /** Fails with {@link TooLargeException} as soon as more than {@code max} bytes are announced or seen. */
    public static Future<Buffer> read(HttpServerRequest request, int max) {
        var announced = announced(request);
        if (announced > max) {
            return Future.failedFuture(new TooLargeException(max));
        }
        var promise = Promise.<Buffer>promise();
        var body = Buffer.buffer((int) Math.max(announced, 0));
        request.handler(part -> {
            if (body.length() + part.length() > max) {
                // What still comes is read and dropped, so that the connection can carry the refusal.
                request.handler(_ -> {});
                promise.tryFail(new TooLargeException(max));
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> promise.tryComplete(body));
        request.exceptionHandler(promise::tryFail);
        return promise.future();
    }

    private static long announced(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /** The body is larger than allowed. */
    public static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLargeException(int max) {
            super("The body is larger than %d bytes.".formatted(max), null, false, false);
        }
    }
}
