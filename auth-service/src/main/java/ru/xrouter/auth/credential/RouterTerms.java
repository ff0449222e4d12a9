package ru.xrouter.auth.credential;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** For which providers customers can bring credentials, and at what fee, as router-service says. */
@Singleton
class RouterTerms {
    private static final Logger LOG = Logger.getLogger(RouterTerms.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final Context loop;
    private final ServiceClients clients;
    private final ServiceToken token;
    private final URI router;

    RouterTerms(Vertx vertx, ServiceClients clients, ServiceToken token, RouterLinkConfig config) {
        this.loop = vertx.getOrCreateContext();
        this.clients = clients;
        this.token = token;
        this.router = config.routerUrl();
    }

    /** @param feePercent of the price, as people write it */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Terms(
            @JsonProperty(value = "fee_percent", required = true)
            String feePercent,

            @JsonProperty(value = "providers", required = true)
            List<String> providers) {}

    /** Empty while the router cannot say. Waits for it; not to be called on an event loop. */
    Optional<Terms> ask() {
        var terms = new CompletableFuture<Optional<Terms>>();
        loop.runOnContext(_ -> asked().timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(terms::complete)
                .onFailure(failure -> {
                    LOG.warnf(
                            "The router does not tell the terms of customers' credentials, failure=%s",
                            failure.getClass().getSimpleName());
                    terms.complete(Optional.empty());
                }));
        return terms.join();
    }

    private Future<Optional<Terms>> asked() {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(router + "/internal/own-credentials")
                .putHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        return Elsewhere.call(() -> clients.current().request(options).compose(request -> request.send()))
                .compose(response -> response.body().map(body -> read(response.statusCode(), body)));
    }

    private static Optional<Terms> read(int status, Buffer body) {
        try {
            return status == OK ? Optional.of(JSON.readValue(body.getBytes(), Terms.class)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
