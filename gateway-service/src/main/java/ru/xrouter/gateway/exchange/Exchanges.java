package ru.xrouter.gateway.exchange;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import ru.xrouter.api.http.Headers;

/** Opens an {@link Exchange} for every request. */
@Singleton
public class Exchanges {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(Headers.REQUEST_ID);

    private final ExchangeLog log;

    Exchanges(ExchangeLog log) {
        this.log = log;
    }

    /** Names the request; its id is on the response whoever answers it. */
    public static void identify(HttpServerRequest request) {
        request.response().putHeader(REQUEST_ID, GenerationId.next());
    }

    /** The exchange of a request that has been identified. */
    public Exchange open(Endpoint endpoint, HttpServerRequest request) {
        return new Exchange(request.response().headers().get(REQUEST_ID), endpoint, request, log);
    }
}
