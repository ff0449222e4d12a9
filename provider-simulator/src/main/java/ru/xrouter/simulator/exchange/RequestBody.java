package ru.xrouter.simulator.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects a request's body up to a bound; a longer one is refused by the server. */
public final class RequestBody {
    private final HttpServerRequest request;
    private final int longest;
    private final Consumer<Buffer> then;
    private @Nullable Buffer collected;
    private boolean tooLong;

    private RequestBody(HttpServerRequest request, int longest, Consumer<Buffer> then) {
        this.request = request;
        this.longest = longest;
        this.then = then;
    }

    /** Reads the whole body, up to so many bytes, and then runs the consumer, once. */
    public static void read(HttpServerRequest request, int longest, Consumer<Buffer> then) {
        var body = new RequestBody(request, longest, then);
        request.handler(body::chunk);
        request.endHandler(_ -> body.end());
    }

    private void chunk(Buffer chunk) {
        if (collected == null) {
            collected = chunk;
        } else if (collected.length() + chunk.length() <= longest) {
            collected = collected.appendBuffer(chunk);
        } else {
            tooLong = true;
        }
    }

    private void end() {
        if (tooLong) {
            request.response()
                    .setStatusCode(413)
                    .putHeader("content-type", "application/json")
                    .end("{\"status\":413,\"message\":\"Payload too large\"}\n");
        } else {
            then.accept(collected == null ? Buffer.buffer() : collected);
        }
    }
}
