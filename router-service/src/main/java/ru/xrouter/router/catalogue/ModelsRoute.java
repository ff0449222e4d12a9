package ru.xrouter.router.catalogue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.service.http.ErrorResponses;

/** {@code GET /v1/models} and {@code /v1/models/{id}}, whose id may hold slashes, escaped or not. */
@Singleton
class ModelsRoute {
    private static final String LIST = "/v1/models";
    private static final String ALIASES = "/internal/aliases";
    private static final String ONE = LIST + "/";

    private final Catalogues catalogues;

    ModelsRoute(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    void register(@Observes Router router) {
        router.get(LIST).handler(context -> send(context, catalogues.page().list()));
        router.get(ONE + "*").handler(this::model);
        // For the gateways, whose limits of models hold under every name.
        router.get(ALIASES).handler(context -> send(context, catalogues.page().aliases()));
        router.route(LIST + "*")
                .handler(context -> ErrorResponses.send(
                        context.response(), ApiError.methodNotAllowed("This path takes GET alone.")));
    }

    private void model(RoutingContext context) {
        var path = context.request().path();
        if (path.equals(ONE)) {
            send(context, catalogues.page().list());
            return;
        }
        var name = decoded(path.substring(ONE.length()));
        var model = catalogues.page().model(name);
        if (model == null) {
            ErrorResponses.send(context.response(), ApiError.modelNotFound(name));
        } else {
            send(context, model);
        }
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // Not valid percent-encoding: no model is called so.
            return segment;
        }
    }

    private static void send(RoutingContext context, byte[] json) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(json));
    }
}
