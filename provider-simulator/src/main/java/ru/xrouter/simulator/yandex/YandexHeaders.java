package ru.xrouter.simulator.yandex;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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

    /** Takes away what the backend of the open models does not send, and puts what it does. */
    static void ofOpenModels(HttpServerResponse response, boolean stream) {
        response.headers().remove(REQUEST_ID).remove(CLIENT_REQUEST_ID);
        if (stream) {
            response.putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
    }
}
