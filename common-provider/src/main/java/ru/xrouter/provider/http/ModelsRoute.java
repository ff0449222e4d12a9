package ru.xrouter.provider.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.provider.ModelLister;
import ru.xrouter.provider.Operation;
import ru.xrouter.service.http.ErrorResponses;

/**
 * {@code GET /v1/models} of an adapter: the provider's own list, {@code {"data": [{"id": "…"}]}}, under its own names.
 * 404 where the provider has none.
 */
@Singleton
class ModelsRoute {
    private static final JsonMapper JSON = new JsonMapper();
    private static final CharSequence JSON_TYPE = HttpHeaders.createOptimized("application/json");

    private final Upstream upstream;

    ModelsRoute(Upstream upstream) {
        this.upstream = upstream;
    }

    @RegisterForReflection
    private record ModelList(@JsonProperty("data") List<ListedModel> data) {}

    void register(@Observes Router router) {
        router.get("/v1/models").handler(context -> list(context.request()));
    }

    private void list(HttpServerRequest request) {
        upstream.provider
                .models()
                .ifPresentOrElse(
                        models -> list(request, models),
                        () -> ErrorResponses.send(
                                request.response(), ApiError.notFound("This provider has no list of models.")));
    }

    private void list(HttpServerRequest request, ModelLister models) {
        var call = AdapterCall.withoutModel(request, null);
        var exchange = new Exchange(upstream, call, Operation.MODELS, request.response());
        exchange.begin(upstream.config.probeTimeout());
        exchange.translating(() -> exchange.call(models.request(null))
                .onFailure(exchange::failed)
                .onSuccess(body -> exchange.reading(() -> send(exchange, models.models(body)))));
    }

    private static void send(Exchange exchange, List<ListedModel> models) {
        var json = json(new ModelList(models));
        if (exchange.finish(ProviderMetrics.OK)) {
            exchange.head().putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE).end(Buffer.buffer(json));
        }
    }

    private static byte[] json(ModelList list) {
        try {
            return JSON.writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of plain fields can be written.", e);
        }
    }
}
