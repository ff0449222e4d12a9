package ru.xrouter.gateway.access;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.ApiKeyFormat;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.CallTimedOutException;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;

/**
 * Asks auth-service who stands behind a key or token. Never fails: whatever goes wrong is {@link KeyLookup.AuthAway}. All
 * requests with a key that is not known yet wait for one look-up, so an answer that is late is asked for once more before
 * they are all refused: they wait for two call timeouts at most.
 */
@Singleton
class AuthClient {
    private static final Logger LOG = Logger.getLogger(AuthClient.class);
    private static final ObjectReader IDENTITY =
            JsonMapper.builder().addModule(new JavaTimeModule()).build().readerFor(KeyIdentity.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ServiceCalls calls;
    private final RequestOptions lookup;
    private final RequestOptions tokenLookup;
    private final URI url;

    AuthClient(ServiceCalls calls, GatewayConfig config) {
        this.calls = calls;
        this.lookup = ServiceCalls.options(HttpMethod.POST, config.authUrl(), "/internal/api-keys/lookup");
        this.tokenLookup = ServiceCalls.options(HttpMethod.POST, config.authUrl(), "/internal/access-tokens/lookup");
        this.url = config.authUrl();
    }

    Future<KeyLookup> lookup(String digest) {
        return ask(lookup, Buffer.buffer("{\"digest\":\"" + digest + "\"}"));
    }

    /** @param jti id of a token whose signature is ours */
    Future<KeyLookup> lookupToken(String jti) {
        return ask(tokenLookup, new JsonObject().put("jti", jti).toBuffer());
    }

    private Future<KeyLookup> ask(RequestOptions what, Buffer json) {
        return calls.post(what, json)
                .recover(failure -> failure instanceof CallTimedOutException
                        ? calls.post(what, json)
                        : Future.failedFuture(failure))
                .map(AuthClient::read)
                .otherwise(failure -> away(String.valueOf(failure.getMessage())));
    }

    /** Completes when auth-service has answered a look-up of a key that nobody has, or cannot be asked. */
    Future<Void> warmUp() {
        return calls.post(lookup, Buffer.buffer("{\"digest\":\"" + ApiKeyFormat.digest("") + "\"}"))
                .mapEmpty();
    }

    /** The public keys that sign access tokens, as a JWK set. */
    Future<String> signingKeys() {
        return calls.get(url, "/.well-known/jwks.json")
                .compose(answer -> answer.status() == OK
                        ? Future.succeededFuture(answer.body().toString())
                        : Future.failedFuture("status " + answer.status()));
    }

    private static KeyLookup read(ServiceAnswer answer) {
        return switch (answer.status()) {
            case OK -> found(answer.body());
            case NOT_FOUND -> new KeyLookup.Unknown();
            default -> away("status " + answer.status());
        };
    }

    private static KeyLookup found(Buffer body) {
        try {
            return new KeyLookup.Found(IDENTITY.readValue(body.getBytes()));
        } catch (IOException _) {
            // The parser's message could quote the answer.
            return away("an answer that is no key identity");
        }
    }

    private static KeyLookup away(String reason) {
        LOG.warnf("auth-service could not be asked about a key: %s", reason);
        return new KeyLookup.AuthAway();
    }
}
