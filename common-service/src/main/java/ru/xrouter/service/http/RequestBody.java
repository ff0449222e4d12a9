package ru.xrouter.service.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads a request's body whole, up to a bound, without copying one that comes in one piece. */
public final class RequestBody {
    private final int max;
    private final Promise<Buffer> whole = Promise.promise();
    private @Nullable Buffer first;
    private @Nullable Buffer all;

    private RequestBody(int max) {
        this.max = max;
    }

    /** Fails with {@link TooLargeException} as soon as more than {@code max} bytes are announced or seen. */
    public static Future<Buffer> read(HttpServerRequest request, int max) {
        var announced = announced(request);
        if (announced > max) {
            return Future.failedFuture(new TooLargeException(max));
        }
        var body = new RequestBody(max);
        request.exceptionHandler(body.whole::tryFail);
        request.handler(part -> {
            if (!body.add(part)) {
                // What still comes is read and dropped, so that the connection can carry the refusal.
                request.handler(_ -> {});
            }
        });
        request.endHandler(_ -> body.whole.tryComplete(body.collected()));
        return body.whole.future();
    }

    private boolean add(Buffer part) {
        var before = collected();
        if (before.length() + part.length() > max) {
            whole.tryFail(new TooLargeException(max));
            return false;
        }
        if (first == null) {
            first = part;
        } else if (all == null) {
            all = Buffer.buffer(2 * (before.length() + part.length()))
                    .appendBuffer(before)
                    .appendBuffer(part);
        } else {
            all.appendBuffer(part);
        }
        return true;
    }

    private Buffer collected() {
        if (all != null) {
            return all;
        }
        return first == null ? Buffer.buffer() : first;
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
