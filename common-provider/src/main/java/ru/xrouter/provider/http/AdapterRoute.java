package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.provider.ProviderFailureException;
import ru.xrouter.provider.ProviderModel;
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

    /** A path whose requests are for a model. */
    static void serve(Router router, Upstream upstream, String path, Service service) {
        router.post(path)
                .handler(context -> withBody(context.request(), upstream.config.maxRequest(), body -> {
                    var call = AdapterCall.of(context.request());
                    if (isServed(call.providerModel(), upstream.provider)) {
                        service.serve(context.request(), call, body);
                    } else {
                        refuseSurface(context.request().response(), call);
                    }
                }));
    }

    private static boolean isServed(ProviderModel model, ChatProvider provider) {
        return model.surface() == null || provider.surfaces().contains(model.surface());
    }

    /** The catalogue asks for an API that this adapter has not: our mistake, and another candidate may serve. */
    private static void refuseSurface(HttpServerResponse response, AdapterCall call) {
        LOG.errorf(
                "The catalogue names a surface that this adapter does not have, surface=%s, model=%s",
                call.providerModel().surface(), call.model());
        Refusal.send(
                response,
                new ProviderFailure.Unavailable("surface"),
                ApiError.unavailable("This model is not set up as it should be."));
    }

    static void withBody(HttpServerRequest request, int most, Consumer<byte[]> service) {
        RequestBody.read(request, most)
                .onSuccess(body -> serve(request, body, service))
                .onFailure(_ -> Refusal.send(
                        request.response(),
                        new ProviderFailure.InvalidRequest("too large", null, "request_too_large"),
                        ApiError.tooLarge("The request body is too large.")));
    }

    private static void serve(HttpServerRequest request, Buffer body, Consumer<byte[]> service) {
        var response = request.response();
        try {
            service.accept(body.getBytes());
        } catch (InvalidParameterException e) {
            Refusal.send(response, new ProviderFailure.InvalidRequest(e.text(), e.param(), e.code()));
        } catch (ProviderFailureException e) {
            Refusal.send(response, e.failure());
        } catch (RuntimeException e) {
            LOG.error("A request could not be translated", e);
            Refusal.send(response, new ProviderFailure.Unavailable("translation"), ApiError.internal());
        }
    }
}
