package ru.xrouter.provider.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.provider.ChatProvider;
import ru.xrouter.service.http.RequestBody;

/** {@code POST /v1/chat/completions} of an adapter, called by the router alone. */
@Singleton
class ChatRoute {
    private static final Logger LOG = Logger.getLogger(ChatRoute.class);

    private final Vertx vertx;
    private final ChatProvider provider;
    private final ProviderClients clients;
    private final ProviderConfig config;
    private final ProviderMetrics metrics;

    ChatRoute(
            Vertx vertx,
            ChatProvider provider,
            ProviderClients clients,
            ProviderConfig config,
            ProviderMetrics metrics) {
        this.vertx = vertx;
        this.provider = provider;
        this.clients = clients;
        this.config = config;
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        router.post("/v1/chat/completions").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        RequestBody.read(request, config.maxRequest())
                .onSuccess(body -> serve(request, body))
                .onFailure(_ -> Refusal.send(
                        request.response(),
                        new ProviderFailure.InvalidRequest("too large", null, "request_too_large"),
                        ApiError.tooLarge("The request body is too large.")));
    }

    private void serve(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        try {
            var call = AdapterCall.of(request);
            var translated = provider.call(ChatRequestReader.read(body.getBytes()), call.providerModel());
            new ProviderExchange(vertx, clients.current(), provider, config, metrics, call, translated, response)
                    .start();
        } catch (InvalidParameterException e) {
            Refusal.send(response, new ProviderFailure.InvalidRequest(e.text(), e.param(), e.code()));
        } catch (RuntimeException e) {
            LOG.error("A request could not be translated", e);
            Refusal.send(response, new ProviderFailure.Unavailable("translation"), ApiError.internal());
        }
    }
}
