package ru.xrouter.router.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import ru.xrouter.api.adapter.ListedModel;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/**
 * Asks every adapter for its provider's list of models, now and then and never on a request's path. A list that does not
 * come leaves the one before: the catalogue decides what is sold, the lists only what is shown about it.
 */
@Startup
@Singleton
class ProviderListPoll {
    private static final Logger LOG = Logger.getLogger(ProviderListPoll.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration AFTER_START = Duration.ofSeconds(2);
    private static final int LARGEST = 1 << 20;

    private final Vertx vertx;
    private final RouterConfig config;
    private final ServiceClients clients;
    private final ServiceToken token;
    private final Catalogues catalogues;
    private final long timer;

    ProviderListPoll(
            Vertx vertx, RouterConfig config, ServiceClients clients, ServiceToken token, Catalogues catalogues) {
        this.vertx = vertx;
        this.config = config;
        this.clients = clients;
        this.token = token;
        this.catalogues = catalogues;
        var every = config.providerListPoll();
        var first = every.compareTo(AFTER_START) < 0 ? every : AFTER_START;
        timer = vertx.setPeriodic(first.toMillis(), every.toMillis(), _ -> poll());
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    private record ModelList(
            @JsonProperty(value = "data", required = true) List<ListedModel> data) {}

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void poll() {
        RouterConfig.enabledAdapters(config).forEach(this::ask);
    }

    private void ask(String adapter, URI url) {
        clients.current()
                .request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url + "/v1/models")
                        .putHeader(HttpHeaders.AUTHORIZATION, token.authorization()))
                .compose(request -> request.send()
                        .compose(ProviderListPoll::read)
                        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(_ -> request.reset()))
                .onSuccess(models -> vertx.executeBlocking(() -> catalogues.listed(adapter, models)))
                .onFailure(failure -> LOG.debugf(
                        "No list of models, adapter=%s, failure=%s",
                        adapter, failure.getClass().getSimpleName()));
    }

    private static Future<List<ListedModel>> read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("status " + response.statusCode());
        }
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > LARGEST) {
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        return response.end().map(_ -> models(body));
    }

    private static List<ListedModel> models(Buffer body) {
        try {
            return List.copyOf(JSON.readValue(body.getBytes(), ModelList.class).data());
        } catch (IOException _) {
            throw new IllegalArgumentException("The adapter's list cannot be read.");
        }
    }
}
