package ru.xrouter.gateway.exchange;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What becomes of a request body that nobody will read because the request was refused early. */
final class UnreadBody {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long NO_ERROR = 0;

    private UnreadBody() {}

    /**
     * Lets the client finish sending, since it may not read the refusal before; one that still sends after some seconds
     * is cut off.
     */
    static void dispose(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(_ -> {});
        request.resume();
        Vertx.currentContext().owner().setTimer(PATIENCE_MILLIS, _ -> cutOff(request));
    }

    private static void cutOff(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
