package ru.xrouter.service.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;

/** Writes an {@link ApiError} as a whole response. */
public final class ErrorResponses {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private ErrorResponses() {}

    /** Does nothing when the response has already begun or the client has left. */
    public static void send(HttpServerResponse response, ApiError error) {
        if (response.headWritten() || response.closed()) {
            return;
        }
        response.setStatusCode(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        var retryAfter = error.retryAfterSeconds();
        if (retryAfter != null) {
            response.putHeader(Headers.RETRY_AFTER, retryAfter);
        }
        response.end(Buffer.buffer(error.body()));
    }
}
