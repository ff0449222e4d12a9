package ru.xrouter.gateway.relay;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.ServiceCalls;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.exchange.GatewayMetrics;
import ru.xrouter.gateway.idempotency.Replays;
import ru.xrouter.gateway.limit.RateLimits;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;
import ru.xrouter.service.trace.Traces;

/** Takes generations to the router; what all of them share. */
@Singleton
public class Relay {
    private final Vertx vertx;
    private final ServiceClients clients;
    private final RateLimits limits;
    private final Aliases aliases;
    private final Replays replays;
    private final GatewayMetrics metrics;
    private final Traces traces;
    private final String authorization;
    private final Map<Operation, RequestOptions> routes = new EnumMap<>(Operation.class);
    private final BodyBudget bodies;
    private final int largestBody;
    /** So much earlier the router ends a generation itself, as it knows what was used; for a client that leaves one is charged. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final long totalTimeoutMillis;
    private final long assumedAnswerTokens;
    private volatile boolean stopping;

    Relay(
            Vertx vertx,
            ServiceClients clients,
            RateLimits limits,
            Aliases aliases,
            Replays replays,
            GatewayMetrics metrics,
            Traces traces,
            ServiceToken token,
            GatewayConfig config) {
        this.vertx = vertx;
        this.clients = clients;
        this.limits = limits;
        this.aliases = aliases;
        this.replays = replays;
        this.metrics = metrics;
        this.traces = traces;
        this.authorization = token.authorization();
        for (var operation : Operation.values()) {
            routes.put(operation, ServiceCalls.options(HttpMethod.POST, config.routerUrl(), operation.path()));
        }
        this.bodies = new BodyBudget(config.maxBodies().asLongValue());
        this.largestBody = Math.toIntExact(config.maxBody().asLongValue());
        this.totalTimeoutMillis = config.totalTimeout().plus(GRACE).toMillis();
        this.assumedAnswerTokens = config.assumedAnswerTokens();
    }

    /** From now on it is us who end what still runs, and no client. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Whether a client that is gone has not left, but is left by us. */
    boolean stopping() {
        return stopping;
    }

    /** Tokens that an answer is taken to have when the request sets no limit. */
    long assumedAnswerTokens() {
        return assumedAnswerTokens;
    }

    /** Serves a {@code POST} of a known caller. */
    public void serve(Operation operation, Exchange exchange) {
        new RelayedGeneration(this, operation, exchange).start();
    }

    Vertx vertx() {
        return vertx;
    }

    ServiceClients clients() {
        return clients;
    }

    RateLimits limits() {
        return limits;
    }

    Aliases aliases() {
        return aliases;
    }

    Replays replays() {
        return replays;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    Traces traces() {
        return traces;
    }

    String authorization() {
        return authorization;
    }

    /** How to reach the router for an operation. */
    RequestOptions route(Operation operation) {
        return Objects.requireNonNull(routes.get(operation));
    }

    BodyBudget bodies() {
        return bodies;
    }

    int largestBody() {
        return largestBody;
    }

    long totalTimeoutMillis() {
        return totalTimeoutMillis;
    }
}
