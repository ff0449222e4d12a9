package ru.xrouter.provider.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.http.Headers;
import ru.xrouter.provider.ProviderModel;

/**
 * What the router says about a call, beside the body.
 *
 * @param model its public id
 * @param requireParameters whether the request is to be refused when a parameter of it cannot be honoured
 * @param emulateFormat whether the model knows no response format, so that we have to see to it
 * @param accountId whose call it is; null when the router does not tell
 */
record AdapterCall(
        String generationId,
        String model,
        ProviderModel providerModel,
        boolean requireParameters,
        boolean emulateFormat,
        @Nullable String accountId,
        @Nullable String traceparent) {
    private static final String NONE = "-";

    /** A call that is for a model. */
    static AdapterCall of(HttpServerRequest request) {
        var account = request.getHeader(Headers.ACCOUNT_ID);
        return new AdapterCall(
                required(request, Headers.GENERATION_ID),
                required(request, Headers.MODEL),
                new ProviderModel(
                        required(request, Headers.PROVIDER_MODEL),
                        request.getHeader(Headers.SURFACE),
                        credential(request.getHeader(Headers.PROVIDER_CREDENTIAL))),
                "true".equals(request.getHeader(Headers.REQUIRE_PARAMETERS)),
                "response_format".equals(request.getHeader(Headers.EMULATE)),
                account == null || account.isBlank() ? null : account,
                request.getHeader(Headers.TRACEPARENT));
    }

    /** A call that is for no model. */
    static AdapterCall withoutModel(HttpServerRequest request, @Nullable CustomerCredential credential) {
        return new AdapterCall(
                NONE,
                NONE,
                new ProviderModel(NONE, null, credential),
                false,
                false,
                null,
                request.getHeader(Headers.TRACEPARENT));
    }

    /** The same call, within this trace. */
    AdapterCall within(String trace) {
        return new AdapterCall(generationId, model, providerModel, requireParameters, emulateFormat, accountId, trace);
    }

    @Nullable
    CustomerCredential credential() {
        return providerModel.credential();
    }

    private static @Nullable CustomerCredential credential(@Nullable String header) {
        try {
            return header == null ? null : CustomerCredential.ofHeader(header);
        } catch (IllegalArgumentException _) {
            throw new InvalidParameterException(
                    null, "invalid_header", "The header %s is not valid.".formatted(Headers.PROVIDER_CREDENTIAL));
        }
    }

    private static String required(HttpServerRequest request, String header) {
        var value = request.getHeader(header);
        if (value == null || value.isBlank()) {
            throw new InvalidParameterException(null, "missing_header", "The header %s is missing.".formatted(header));
        }
        return value;
    }
}
