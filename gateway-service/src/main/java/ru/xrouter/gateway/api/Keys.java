package ru.xrouter.gateway.api;

import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.exchange.Exchange;

/**
 * {@code /v1/keys} and {@code /v1/auth/keys}: the API keys of the caller's account, as auth-service tells and takes them, with OpenRouter's words
 * where it has them.
 */
@Singleton
public class Keys {
    private static final Pattern KEY_ID = Pattern.compile("key-[0-9a-f]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final String KEYS = "/api-keys";

    private final AuthRelay auth;

    Keys(AuthRelay auth) {
        this.auth = auth;
    }

    /** Lists, or makes one. */
    public void all(Exchange exchange) {
        auth.serve(exchange, KEYS + (exchange.request().method().equals(HttpMethod.POST) ? "" : query(exchange)));
    }

    /** Reads, changes or revokes one. */
    public void one(Exchange exchange, String keyId) {
        if (exists(exchange, keyId)) {
            auth.serve(exchange, KEYS + "/" + keyId);
        }
    }

    /** Gives one another secret. */
    public void rotate(Exchange exchange, String keyId) {
        if (exists(exchange, keyId)) {
            auth.serve(exchange, KEYS + "/" + keyId + "/rotate");
        }
    }

    /** Makes a key out of a code and its verifier, which are all that the caller needs. */
    public void exchange(Exchange exchange) {
        auth.serveAnybody(exchange, "/internal/auth-keys");
    }

    private static boolean exists(Exchange exchange, String keyId) {
        var possible = KEY_ID.matcher(keyId).matches();
        if (!possible) {
            exchange.fail(ApiError.notFound("No such API key."));
        }
        return possible;
    }

    private static String query(Exchange exchange) {
        var offset = exchange.request().getParam("offset");
        var revoked = "true".equals(exchange.request().getParam("include_revoked"));
        return "?include_revoked=" + revoked
                + (offset != null && NUMBER.matcher(offset).matches() ? "&offset=" + offset : "");
    }
}
