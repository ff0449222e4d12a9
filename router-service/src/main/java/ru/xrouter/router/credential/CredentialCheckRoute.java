package ru.xrouter.router.credential;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.router.catalogue.Catalogues;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ErrorResponses;
import ru.xrouter.service.http.RequestBody;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/**
 * {@code POST /internal/providers/{provider}/credentials/validate}: takes a customer's credential to the provider's adapter
 * and brings back what it says of it, {@code {"valid": true}}. {@code GET /internal/own-credentials}: for which providers customers can
 * bring one, and what share of the price they then pay. For auth-service, which knows neither adapters nor prices.
 */
@Singleton
class CredentialCheckRoute {
    private static final Logger LOG = Logger.getLogger(CredentialCheckRoute.class);
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final int LARGEST = 32 * 1024;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Map<String, URI> adapters;
    private final Catalogues catalogues;
    private final ServiceClients clients;
    private final ServiceToken token;

    CredentialCheckRoute(RouterConfig config, Catalogues catalogues, ServiceClients clients, ServiceToken token) {
        this.adapters = RouterConfig.enabledAdapters(config);
        this.catalogues = catalogues;
        this.clients = clients;
        this.token = token;
    }

    void register(@Observes Router router) {
        router.post("/internal/providers/:provider/credentials/validate").handler(this::receive);
        router.get("/internal/own-credentials").handler(this::tell);
    }

    private void tell(RoutingContext context) {
        var terms = new JsonObject()
                .put("fee_percent", catalogues.current().ownCredentialFee().text())
                .put(
                        "providers",
                        new JsonArray(adapters.keySet().stream().sorted().toList()));
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(terms.toBuffer());
    }

    private void receive(RoutingContext context) {
        var request = context.request();
        var adapter = adapters.get(context.pathParam("provider"));
        if (adapter == null) {
            ErrorResponses.send(request.response(), ApiError.notFound("There is no such provider."));
            return;
        }
        RequestBody.read(request, LARGEST)
                .onSuccess(body -> ask(adapter, body, request))
                .onFailure(failure -> {
                    if (failure instanceof RequestBody.TooLargeException) {
                        ErrorResponses.send(
                                request.response(),
                                ApiError.tooLarge("A credential is at most %d bytes.".formatted(LARGEST)));
                    }
                });
    }

    private void ask(URI adapter, Buffer credential, HttpServerRequest request) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(adapter + "/v1/credentials/validate")
                .putHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        var traceparent = request.getHeader(Headers.TRACEPARENT);
        if (traceparent != null) {
            options.putHeader(Headers.TRACEPARENT, traceparent);
        }
        Elsewhere.call(() -> clients.current().request(options).compose(outgoing -> outgoing.send(credential)))
                .compose(CredentialCheckRoute::read)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(answer -> reply(request.response(), answer))
                .onFailure(failure -> {
                    LOG.warnf(
                            "A credential could not be checked, failure=%s",
                            failure.getClass().getSimpleName());
                    unavailable(request.response());
                });
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body));
    }

    /** What the adapter says of a failed check is about the provider, not about the caller. */
    private static void reply(HttpServerResponse response, Answer answer) {
        switch (answer.status()) {
            case OK ->
                response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(answer.body());
            case NOT_FOUND ->
                ErrorResponses.send(response, ApiError.notFound("This provider takes no credentials of customers."));
            default -> unavailable(response);
        }
    }

    private static void unavailable(HttpServerResponse response) {
        ErrorResponses.send(response, ApiError.unavailable("The provider cannot check credentials at the moment."));
    }

    private record Answer(int status, Buffer body) {}
}
