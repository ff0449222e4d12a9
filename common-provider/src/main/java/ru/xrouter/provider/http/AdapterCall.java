package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.http.Headers;

/**
 * What the router says about a call, beside the body.
 *
 * @param accountId whose call it is; null when the router does not tell
 */
record AdapterCall(
        String generationId,
        String model,
        String providerModel,
        @Nullable String accountId,
        @Nullable String traceparent) {
    static AdapterCall of(HttpServerRequest request) {
        return new AdapterCall(
                required(request, Headers.GENERATION_ID),
                required(request, Headers.MODEL),
                required(request, Headers.PROVIDER_MODEL),
                request.getHeader(Headers.ACCOUNT_ID),
                request.getHeader(Headers.TRACEPARENT));
    }

    private static String required(HttpServerRequest request, String header) {
        var value = request.getHeader(header);
        if (value == null || value.isBlank()) {
            throw new InvalidParameterException(null, "missing_header", "The header %s is missing.".formatted(header));
        }
        return value;
    }
}
