package ru.xrouter.service.drain;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;

/** Tells the refusals of a service that is stopping: the request was not looked at, so it may be sent to another replica. */
public final class Leaving {
    private static final int UNAVAILABLE = 503;
    /** HTTP/2's REFUSED_STREAM. */
    private static final long REFUSED_STREAM = 7;

    private Leaving() {}

    /** Once its drain delay is over, Quarkus answers new requests with a bare 503; every 503 of ours has a body and its type. */
    public static boolean says(HttpClientResponse response) {
        return response.statusCode() == UNAVAILABLE && response.getHeader(HttpHeaders.CONTENT_TYPE) == null;
    }

    public static boolean says(Throwable failure) {
        return failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    }
}
