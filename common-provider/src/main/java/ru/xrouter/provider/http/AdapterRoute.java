package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import org.jboss.logging.Logger;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.http.RequestBody;

/** Takes a request of the router's: reads its body and refuses what cannot be translated. */
final class AdapterRoute {
    private static final Logger LOG = Logger.getLogger(AdapterRoute.class);

    private AdapterRoute() {}

    /** Serves a request; may throw {@link InvalidParameterException} before it has called the provider. */
    @FunctionalInterface
    interface Service {
        void serve(HttpServerRequest request, AdapterCall call, byte[] body);
    }

    static void serve(Router router, ProviderConfig config, String path, Service service) {
        router.post(path).handler(context -> {
            var request = context.request();
            RequestBody.read(request, config.maxRequest())
                    .onSuccess(body -> serve(request, body, service))
                    .onFailure(_ -> Refusal.send(
                            request.response(),
                            new ProviderFailure.InvalidRequest("too large", null, "request_too_large"),
                            ApiError.tooLarge("The request body is too large.")));
        });
    }

    private static void serve(HttpServerRequest request, Buffer body, Service service) {
        var response = request.response();
        try {
            service.serve(request, AdapterCall.of(request), body.getBytes());
        } catch (InvalidParameterException e) {
            Refusal.send(response, new ProviderFailure.InvalidRequest(e.text(), e.param(), e.code()));
        } catch (RuntimeException e) {
            LOG.error("A request could not be translated", e);
            Refusal.send(response, new ProviderFailure.Unavailable("translation"), ApiError.internal());
        }
    }
}
