package ru.xrouter.gateway.access;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.time.Instant;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.exchange.Exchange;

/** The one door: lets an exchange go on only with the API key of a known caller, else answers it. */
@Singleton
public class Access {
    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("www-authenticate");
    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("Bearer");

    private final KeyDirectory keys;

    Access(KeyDirectory keys) {
        this.keys = keys;
    }

    /** Goes on with {@code next} once the exchange knows its caller. */
    public void require(Exchange exchange, Handler<Exchange> next) {
        var headers = exchange.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        switch (Authorization.read(headers)) {
            case Authorization.Refused(var message) -> refuse(exchange, message);
            case Authorization.Key(var secret) -> identify(exchange, ApiKeyFormat.digest(secret), next);
        }
    }

    private void identify(Exchange exchange, String digest, Handler<Exchange> next) {
        var known = keys.known(digest);
        if (known != null) {
            decide(exchange, known, next);
            return;
        }
        // Nobody reads the body yet, and what nobody reads is lost.
        exchange.request().pause();
        keys.ask(digest, found -> {
            decide(exchange, found, next);
            exchange.request().resume();
        });
    }

    private static void decide(Exchange exchange, KeyLookup found, Handler<Exchange> next) {
        switch (found) {
            case KeyLookup.Found(var identity)
            when identity.expired(Instant.now()) -> refuse(exchange, "This API key has expired.");
            case KeyLookup.Found(var identity) -> {
                exchange.calledBy(identity);
                next.handle(exchange);
            }
            case KeyLookup.Unknown _ -> refuse(exchange, "Incorrect API key provided: it is unknown or was revoked.");
            case KeyLookup.AuthAway _ ->
                exchange.fail(ApiError.unavailable("API keys cannot be checked at the moment. Try again shortly."));
        }
    }

    private static void refuse(Exchange exchange, String message) {
        exchange.response().putHeader(WWW_AUTHENTICATE, CHALLENGE);
        exchange.fail(ApiError.invalidKey(message));
    }
}
