package ru.xrouter.gateway.access;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.time.Instant;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.exchange.Exchange;

/** The one door: lets an exchange go on only with the API key or access token of a known caller who may make it, else answers it. */
@Singleton
public class Access {
    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("www-authenticate");
    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("Bearer");

    private final KeyDirectory keys;
    private final ClientAddress addresses;

    Access(KeyDirectory keys, ClientAddress addresses) {
        this.keys = keys;
        this.addresses = addresses;
    }

    /** Goes on with {@code next} once the exchange knows its caller. */
    public void require(Exchange exchange, Handler<Exchange> next) {
        var headers = exchange.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        switch (Authorization.read(headers)) {
            case Authorization.Refused(var message) -> refuse(exchange, message);
            case Authorization.Credential credential -> identify(exchange, credential, next);
        }
    }

    private void identify(Exchange exchange, Authorization.Credential credential, Handler<Exchange> next) {
        var digest = ApiKeyFormat.digest(credential.text());
        var known = keys.known(digest, credential);
        if (known != null) {
            decide(exchange, known, next);
            return;
        }
        // Nobody reads the body yet, and what nobody reads is lost.
        exchange.request().pause();
        keys.ask(digest, credential, found -> {
            decide(exchange, found, next);
            exchange.request().resume();
        });
    }

    private void decide(Exchange exchange, KeyLookup found, Handler<Exchange> next) {
        switch (found) {
            case KeyLookup.Found(var identity)
            when identity.expired(Instant.now()) -> refuse(exchange, "This API key or access token has expired.");
            case KeyLookup.Found(var identity) -> permit(exchange, identity, next);
            case KeyLookup.Unknown _ ->
                refuse(
                        exchange,
                        "Incorrect API key or access token provided: it is unknown, disabled, expired or was revoked.");
            case KeyLookup.AuthAway _ ->
                exchange.fail(ApiError.unavailable("API keys cannot be checked at the moment. Try again shortly."));
        }
    }

    private void permit(Exchange exchange, KeyIdentity caller, Handler<Exchange> next) {
        exchange.calledBy(caller);
        var scope = exchange.endpoint().scope();
        if (scope != null && !caller.may(scope)) {
            exchange.response()
                    .putHeader(
                            WWW_AUTHENTICATE,
                            "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope.wireName()));
            exchange.fail(ApiError.forbidden(
                    "This key may not do that: it lacks the scope '%s'.".formatted(scope.wireName()),
                    "insufficient_scope"));
        } else if (!addresses.mayUse(exchange.request(), caller.access())) {
            exchange.fail(ApiError.forbidden("This key may not be used from this address.", "address_not_allowed"));
        } else {
            next.handle(exchange);
        }
    }

    private static void refuse(Exchange exchange, String message) {
        exchange.response().putHeader(WWW_AUTHENTICATE, CHALLENGE);
        exchange.fail(ApiError.invalidKey(message));
    }
}
