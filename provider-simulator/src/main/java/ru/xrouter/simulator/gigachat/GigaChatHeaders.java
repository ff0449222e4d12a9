package ru.xrouter.simulator.gigachat;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import ru.xrouter.simulator.exchange.Identifiers;

/** The response headers of GigaChat's API host. */
final class GigaChatHeaders {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence SESSION_ID = HttpHeaders.createOptimized("x-session-id");
    private static final CharSequence CLIENT_ID = HttpHeaders.createOptimized("x-client-id");
    private static final CharSequence SERVER = HttpHeaders.createOptimized("SynGX");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");

    private GigaChatHeaders() {}

    /** Puts what every response carries; the content type is JSON until something else is put. */
    static void put(HttpServerRequest request) {
        var headers = request.response().headers();
        var requestId = request.headers().get(REQUEST_ID);
        var sessionId = request.headers().get(SESSION_ID);
        var clientId = request.headers().get(CLIENT_ID);
        headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
        headers.set(HttpHeaderNames.SERVER, SERVER);
        headers.set(REQUEST_ID, requestId == null ? Identifiers.uuid() : requestId);
        headers.set(SESSION_ID, sessionId == null ? Identifiers.uuid() : sessionId);
        if (clientId != null) {
            headers.set(CLIENT_ID, clientId);
        }
    }

    static void contentType(HttpServerResponse response, GigaChatRefusal refusal) {
        if (refusal.isHtml()) {
            response.putHeader("content-type", "text/html");
        }
    }
}
