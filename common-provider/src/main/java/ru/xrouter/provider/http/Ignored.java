package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerResponse;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.ProviderCall;

/** Tells the caller which of its parameters could not be honoured. */
final class Ignored {
    private Ignored() {}

    static void disclose(HttpServerResponse response, ProviderCall call) {
        if (!call.ignored().isEmpty()) {
            response.putHeader(Headers.IGNORED_PARAMETERS, String.join(",", call.ignored()));
        }
    }
}
