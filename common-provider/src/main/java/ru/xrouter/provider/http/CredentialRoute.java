package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.provider.Operation;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderRequest;
import ru.xrouter.service.http.ErrorResponses;

/**
 * {@code POST /v1/credentials/validate} of an adapter: whether the provider accepts a customer's own credential, which is
 * the body, or ours, when there is no body; {@code {"valid": true}}. 404 where that cannot be checked.
 */
@Singleton
class CredentialRoute {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final int LARGEST = 32 * 1024;

    private final Upstream upstream;

    CredentialRoute(Upstream upstream) {
        this.upstream = upstream;
    }

    void register(@Observes Router router) {
        router.post("/v1/credentials/validate")
                .handler(context ->
                        AdapterRoute.withBody(context.request(), LARGEST, body -> validate(context.request(), body)));
    }

    private void validate(HttpServerRequest request, byte[] body) {
        var credential = credential(body);
        try {
            upstream.provider
                    .credentialCheck(credential)
                    .ifPresentOrElse(
                            check -> validate(request, credential, check),
                            () -> ErrorResponses.send(
                                    request.response(),
                                    ApiError.notFound("This provider's credentials cannot be checked.")));
        } catch (ProviderFailureException e) {
            if (!isRefused(e)) {
                throw e;
            }
            // It lacks what every call needs, so there is nothing to ask the provider.
            send(request.response(), false);
        }
    }

    private void validate(HttpServerRequest request, @Nullable CustomerCredential credential, ProviderRequest check) {
        var call = AdapterCall.withoutModel(request, credential);
        var exchange = new Exchange(upstream, call, Operation.CREDENTIAL_CHECK, request.response());
        exchange.begin(upstream.config.probeTimeout());
        exchange.call(check).onSuccess(_ -> send(exchange, true)).onFailure(failure -> {
            if (isRefused(failure)) {
                send(exchange, false);
            } else {
                exchange.failed(failure);
            }
        });
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof ProviderFailureException known
                && (known.failure() instanceof ProviderFailure.BadCredentials
                        || known.failure() instanceof ProviderFailure.RefusedCredential);
    }

    private static void send(Exchange exchange, boolean valid) {
        if (exchange.finish(ProviderMetrics.OK)) {
            send(exchange.head(), valid);
        }
    }

    private static void send(HttpServerResponse response, boolean valid) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer("{\"valid\":%s}".formatted(valid)));
    }

    private static @Nullable CustomerCredential credential(byte[] body) {
        try {
            return body.length == 0 ? null : CustomerCredential.ofJson(body);
        } catch (IllegalArgumentException _) {
            throw new InvalidParameterException(null, "invalid_value", "The body is not a credential.");
        }
    }
}
