package ru.xrouter.simulator.yandex;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import ru.xrouter.simulator.exchange.Identifiers;

/** The response headers of the native API. */
final class YandexHeaders {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence TRACE_ID = HttpHeaders.createOptimized("x-server-trace-id");
    private static final CharSequence CLIENT_REQUEST_ID = HttpHeaders.createOptimized("x-client-request-id");
    private static final CharSequence SERVER = HttpHeaders.createOptimized("ycalb");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private YandexHeaders() {}

    /** Puts what every response carries; the content type is JSON until something else is put. */
    static void put(HttpServerRequest request) {
        var headers = request.response().headers();
        var clientRequestId = request.headers().get(CLIENT_REQUEST_ID);
        headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
        headers.set(HttpHeaderNames.SERVER, SERVER);
        headers.set(REQUEST_ID, Identifiers.uuid());
        headers.set(TRACE_ID, Identifiers.uuid());
        if (clientRequestId != null) {
            headers.set(CLIENT_REQUEST_ID, clientRequestId);
        }
    }
}
