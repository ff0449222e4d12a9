package ru.xrouter.router.generation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Collects a request's body up to a bound, without copying one that comes in one piece. */
final class BodyReader {
    private final int most;
    private final Promise<Buffer> whole = Promise.promise();
    private @Nullable Buffer first;
    private @Nullable Buffer all;

    private BodyReader(int most) {
        this.most = most;
    }

    /** Fails with {@link TooLargeException}, or with what broke the request off. */
    static Future<Buffer> read(HttpServerRequest request, int most) {
        var reader = new BodyReader(most);
        request.exceptionHandler(reader.whole::tryFail);
        request.handler(reader::chunk);
        request.endHandler(_ -> reader.whole.tryComplete(reader.collected()));
        return reader.whole.future();
    }

    private void chunk(Buffer chunk) {
        var before = collected();
        if (before.length() + chunk.length() > most) {
            whole.tryFail(new TooLargeException());
        } else if (first == null) {
            first = chunk;
        } else if (all == null) {
            all = Buffer.buffer(2 * (before.length() + chunk.length()))
                    .appendBuffer(before)
                    .appendBuffer(chunk);
        } else {
            all.appendBuffer(chunk);
        }
    }

    private Buffer collected() {
        if (all != null) {
            return all;
        }
        return first == null ? Buffer.buffer() : first;
    }

    /** The body is larger than allowed. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("too large", null, false, false);
        }
    }
}
