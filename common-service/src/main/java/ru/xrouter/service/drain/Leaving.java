package ru.xrouter.service.drain;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;

/** Tells the refusals of a service that is stopping: the request was not looked at, so it may be sent to another replica. */
public final class Leaving {
    private static final int UNAVAILABLE = 503;
    /** HTTP/2's REFUSED_STREAM. */
    private static final long REFUSED_STREAM = 7;

    private Leaving() {}

    /** Every 503 of ours has a body and its type; that of a service that is stopping is bare. */
    public static boolean says(HttpClientResponse response) {
        return response.statusCode() == UNAVAILABLE && response.getHeader(HttpHeaders.CONTENT_TYPE) == null;
    }

    /**
     * Once its drain delay is over, Quarkus answers new requests with a bare 503 and {@code connection: close}, a header that
     * HTTP/2 forbids (RFC 9113, section 8.2.2): Netty shows its reader an error in place of the answer.
     */
    public static boolean says(Throwable failure) {
        return switch (failure) {
            case StreamResetException reset -> reset.getCode() == REFUSED_STREAM;
            case Http2Exception.StreamException malformed -> malformed.error() == Http2Error.PROTOCOL_ERROR;
            default -> false;
        };
    }
}
