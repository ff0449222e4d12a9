package ru.xrouter.gateway.entry;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.access.Access;
import ru.xrouter.gateway.api.Accounts;
import ru.xrouter.gateway.api.Keys;
import ru.xrouter.gateway.api.Models;
import ru.xrouter.gateway.api.ProviderCredentials;
import ru.xrouter.gateway.api.UsageReports;
import ru.xrouter.gateway.exchange.Endpoint;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.exchange.Exchanges;
import ru.xrouter.gateway.relay.Operation;
import ru.xrouter.gateway.relay.Relay;

/**
 * Takes every request on the public port and answers it: nothing behind it is reachable. All endpoints need an API key or
 * an access token, but for the exchange of a code for a key; the browser's CORS preflight is answered before.
 */
@Singleton
class Entry {
    /** Quarkus answers CORS preflights at 300; the id must be there before, everything else comes after. */
    private static final int BEFORE_CORS = 310;

    private static final int AFTER_CORS = 290;

    private final Exchanges exchanges;
    private final Access access;
    private final Relay relay;
    private final Models models;
    private final Accounts accounts;
    private final UsageReports reports;
    private final Keys keys;
    private final ProviderCredentials credentials;

    Entry(
            Exchanges exchanges,
            Access access,
            Relay relay,
            Models models,
            Accounts accounts,
            UsageReports reports,
            Keys keys,
            ProviderCredentials credentials) {
        this.exchanges = exchanges;
        this.access = access;
        this.relay = relay;
        this.models = models;
        this.accounts = accounts;
        this.reports = reports;
        this.keys = keys;
        this.credentials = credentials;
    }

    void register(@Observes Filters filters) {
        filters.register(Entry::identify, BEFORE_CORS);
        filters.register(context -> enter(context.request()), AFTER_CORS);
    }

    private static void identify(RoutingContext context) {
        Exchanges.identify(context.request());
        context.next();
    }

    private void enter(HttpServerRequest request) {
        var path = request.path();
        var destination = Destination.of(path == null ? "" : path);
        var exchange = exchanges.open(destination.endpoint(), request);
        try {
            if (destination.endpoint() == Endpoint.UNKNOWN) {
                exchange.fail(ApiError.notFound("There is nothing at this path. The API lies under /v1."));
            } else if (destination.endpoint().allows(request.method().name())) {
                if (destination.endpoint() == Endpoint.AUTH_KEYS) {
                    keys.exchange(exchange);
                } else {
                    access.require(exchange, known -> serve(known, destination));
                }
            } else {
                exchange.response()
                        .putHeader(HttpHeaders.ALLOW, destination.endpoint().allow());
                exchange.fail(ApiError.methodNotAllowed(
                        "This path takes %s.".formatted(destination.endpoint().allow())));
            }
        } catch (RuntimeException e) {
            exchange.defect(e);
        }
    }

    private void serve(Exchange exchange, Destination destination) {
        switch (destination.endpoint()) {
            case CHAT_COMPLETIONS -> relay.serve(Operation.CHAT_COMPLETION, exchange);
            case COMPLETIONS -> relay.serve(Operation.TEXT_COMPLETION, exchange);
            case EMBEDDINGS -> relay.serve(Operation.EMBEDDING, exchange);
            case TOKENIZE -> relay.serve(Operation.TOKENIZATION, exchange);
            case MODELS -> models.list(exchange);
            case MODEL -> models.one(exchange, destination.id());
            case PROVIDERS_STATUS -> models.providersStatus(exchange);
            case GENERATION -> accounts.generation(exchange);
            case CREDITS -> accounts.credits(exchange);
            case KEY -> accounts.key(exchange);
            case USAGE -> reports.usage(exchange);
            case STATEMENT -> reports.statement(exchange, destination.id());
            case KEYS -> keys.all(exchange);
            case KEYS_ONE -> keys.one(exchange, destination.id());
            case KEYS_ROTATE -> keys.rotate(exchange, destination.id());
            case PROVIDER_CREDENTIALS -> credentials.all(exchange);
            case PROVIDER_CREDENTIALS_ONE -> credentials.one(exchange, destination.id());
            case PROVIDER_CREDENTIALS_VALIDATE -> credentials.validate(exchange, destination.id());
            case AUTH_KEYS, UNKNOWN ->
                throw new IllegalStateException("This is answered before anybody is asked for a key.");
        }
    }
}
