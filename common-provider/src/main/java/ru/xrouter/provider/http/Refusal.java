package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerResponse;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.service.http.ErrorResponses;

/** Tells the router that nothing was generated, and why. */
final class Refusal {
    private Refusal() {}

    static void send(HttpServerResponse response, ProviderFailure failure) {
        send(response, failure, failure.toApiError());
    }

    static void send(HttpServerResponse response, ProviderFailure failure, ApiError error) {
        if (!response.headWritten() && !response.closed()) {
            response.putHeader(Headers.FAILURE, failure.wireName());
            ErrorResponses.send(response, error);
        }
    }
}
