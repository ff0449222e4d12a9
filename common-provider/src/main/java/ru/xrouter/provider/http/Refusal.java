package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerResponse;
import ru.xrouter.api.adapter.AdapterReport;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.service.http.ErrorResponses;

/** Tells the router that there is no answer, and why. */
final class Refusal {
    private Refusal() {}

    static void send(HttpServerResponse response, ProviderFailure failure) {
        send(response, failure, failure.toApiError());
    }

    static void send(HttpServerResponse response, ProviderFailure failure, ApiError error) {
        send(response, failure, error, Usage.NONE);
    }

    /** @param served what the provider has served all the same, to other calls for the same answer */
    static void send(HttpServerResponse response, ProviderFailure failure, ApiError error, Usage served) {
        if (!response.headWritten() && !response.closed()) {
            if (!served.equals(Usage.NONE)) {
                var report = new AdapterReport(served, null, failure.wireName(), false, 0, null);
                response.putHeader(Headers.REPORT, Reports.header(report));
            }
            response.putHeader(Headers.FAILURE, failure.wireName());
            ErrorResponses.send(response, error);
        }
    }
}
