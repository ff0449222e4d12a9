package ru.xrouter.gateway.api;

import jakarta.inject.Singleton;
import java.time.Duration;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.exchange.Exchange;

/** {@code /v1/provider-credentials}: the account's own credentials at the providers, which are used in place of ours. */
@Singleton
public class ProviderCredentials {
    private static final String ALL = "/provider-credentials";
    /** A credential is tried at the provider before it is kept. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AuthRelay auth;

    ProviderCredentials(AuthRelay auth) {
        this.auth = auth;
    }

    public void all(Exchange exchange) {
        auth.serve(exchange, ALL);
    }

    /** Reads, sets, changes or removes one. */
    public void one(Exchange exchange, String provider) {
        serve(exchange, provider, "");
    }

    /** Tries one again. */
    public void validate(Exchange exchange, String provider) {
        serve(exchange, provider, "/validate");
    }

    private void serve(Exchange exchange, String provider, String act) {
        if (OwnCredential.isProvider(provider)) {
            auth.serve(exchange, ALL + "/" + provider + act, PATIENCE);
        } else {
            exchange.fail(ApiError.notFound("There is no such provider."));
        }
    }
}
