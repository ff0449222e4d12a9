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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.OwnCredential;
import ru.xrouter.api.adapter.CustomerCredential;
import ru.xrouter.service.drain.Elsewhere;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** Tries a credential at its provider, by way of the router and the provider's adapter. */
@Singleton
class CredentialCheck {
    private static final Logger LOG = Logger.getLogger(CredentialCheck.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Context loop;
    private final ServiceClients clients;
    private final ServiceToken token;
    private final URI router;

    CredentialCheck(Vertx vertx, ServiceClients clients, ServiceToken token, RouterLinkConfig config) {
        this.loop = vertx.getOrCreateContext();
        this.clients = clients;
        this.token = token;
        this.router = config.routerUrl();
    }

    /** What came of it. */
    enum Verdict {
        GOOD,
        REFUSED,
        /** There is no such provider, or it takes no credentials of customers. */
        NO_PROVIDER,
        /** Nobody could say at the moment. */
        UNKNOWN
    }

    /** Waits for the provider; not to be called on an event loop. */
    Verdict ask(String provider, CustomerCredential credential) {
        if (!OwnCredential.isProvider(provider)) {
            return Verdict.NO_PROVIDER;
        }
        var verdict = new CompletableFuture<Verdict>();
        loop.runOnContext(_ -> asked(provider, credential)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(verdict::complete)
                .onFailure(failure -> {
                    LOG.warnf(
                            "A credential could not be checked, provider=%s, failure=%s",
                            provider, failure.getClass().getSimpleName());
                    verdict.complete(Verdict.UNKNOWN);
                }));
        return verdict.join();
    }

    private RequestOptions options(String provider) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI("%s/internal/providers/%s/credentials/validate".formatted(router, provider))
                .putHeader(HttpHeaders.AUTHORIZATION, token.authorization());
    }

    private Future<Verdict> asked(String provider, CustomerCredential credential) {
        return Elsewhere.call(() -> clients.current()
                        .request(options(provider))
                        .compose(request -> request.send(Buffer.buffer(credential.json()))))
                .compose(response -> response.body().map(body -> verdict(response.statusCode(), body)));
    }

    private static Verdict verdict(int status, Buffer body) {
        return switch (status) {
            case OK -> read(body);
            case NOT_FOUND -> Verdict.NO_PROVIDER;
            default -> Verdict.UNKNOWN;
        };
    }

    private static Verdict read(Buffer body) {
        try {
            return JSON.readValue(body.getBytes(), Validity.class).valid() ? Verdict.GOOD : Verdict.REFUSED;
        } catch (IOException _) {
            return Verdict.UNKNOWN;
        }
    }

    /** What an adapter says. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Validity(
            @JsonProperty(value = "valid", required = true) boolean valid) {}
}
