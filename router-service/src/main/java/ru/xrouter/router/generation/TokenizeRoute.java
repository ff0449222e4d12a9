package ru.xrouter.router.generation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.router.catalogue.Catalogues;
import ru.xrouter.router.catalogue.Endpoint;
import ru.xrouter.router.health.HealthWatch;
import ru.xrouter.router.peek.RequestReader;
import ru.xrouter.router.route.RoutePlanner;
import ru.xrouter.router.route.UnknownModelException;
import ru.xrouter.service.http.RequestBody;

/** {@code POST /v1/tokenize}: what a chat completion would count and cost, without a hold and free of charge. */
@Singleton
class TokenizeRoute {
    private static final Logger LOG = Logger.getLogger(TokenizeRoute.class);

    private final Parts parts;
    private final Catalogues catalogues;
    private final HealthWatch health;
    private final AtomicInteger running = new AtomicInteger();

    TokenizeRoute(Parts parts, Catalogues catalogues, HealthWatch health) {
        this.parts = parts;
        this.catalogues = catalogues;
        this.health = health;
    }

    void register(@Observes Router router) {
        router.post(Tokenization.PATH).handler(context -> receive(context.request()));
        router.route(Tokenization.PATH).handler(GenerationRoute::postAlone);
    }

    private void receive(HttpServerRequest request) {
        var client = new Client(request.response());
        var identity = Identity.of(request);
        if (identity == null) {
            client.refuse(ApiError.invalid("The gateway's identity headers are missing.", null, "invalid_request"));
        } else if (running.get() >= parts.config().maxRunning()) {
            client.refuse(ApiError.unavailable("Too many tokenizations are running at the moment."));
        } else {
            RequestBody.read(request, parts.config().maxBody())
                    .onSuccess(body -> begin(identity, client, body))
                    .onFailure(failure -> GenerationRoute.unread(parts, client, failure));
        }
    }

    private void begin(Identity identity, Client client, Buffer body) {
        try {
            var peek = RequestReader.read(Endpoint.CHAT, body.getBytes());
            var route = RoutePlanner.plan(catalogues.current(), peek, identity.own(), health.current());
            running.incrementAndGet();
            new Tokenization(parts, identity, peek, route, body, client, running::decrementAndGet).start();
        } catch (InvalidParameterException e) {
            client.refuse(e.toApiError());
        } catch (UnknownModelException e) {
            client.refuse(ApiError.modelNotFound(e.model()));
        } catch (RuntimeException e) {
            LOG.error("A request failed unexpectedly", e);
            client.refuse(ApiError.internal());
        }
    }
}
