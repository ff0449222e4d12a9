package ru.xrouter.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.service.http.RequestBody;

/**
 * {@code /v1/keys} and {@code /v1/auth/keys}: the API keys of the caller's account, as auth-service tells and takes them, with OpenRouter's words
 * where it has them.
 */
@Singleton
public class Keys {
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int SERVER_ERRORS = 500;
    private static final Pattern KEY_ID = Pattern.compile("key-[0-9a-f]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final ServiceCalls calls;
    private final Readings readings;
    private final URI auth;

    Keys(ServiceCalls calls, Readings readings, GatewayConfig config) {
        this.calls = calls;
        this.readings = readings;
        this.auth = config.authUrl();
    }

    /** Lists, or makes one. */
    public void all(Exchange exchange) {
        serve(exchange, "", exchange.request().method().equals(HttpMethod.POST) ? "" : query(exchange));
    }

    /** Reads, changes or revokes one. */
    public void one(Exchange exchange, String keyId) {
        if (exists(exchange, keyId)) {
            serve(exchange, "/" + keyId, "");
        }
    }

    /** Gives one another secret. */
    public void rotate(Exchange exchange, String keyId) {
        if (exists(exchange, keyId)) {
            serve(exchange, "/" + keyId + "/rotate", "");
        }
    }

    /** Makes a key out of a code and its verifier, which are all that the caller needs. */
    public void exchange(Exchange exchange) {
        RequestBody.read(exchange.request(), LARGEST_BODY)
                .onSuccess(body -> calls.send(ServiceCalls.options(HttpMethod.POST, auth, "/internal/auth-keys"), body)
                        .onSuccess(answer -> answer(exchange, answer))
                        .onFailure(failure -> readings.unavailable(exchange, String.valueOf(failure.getMessage()))))
                .onFailure(failure -> refuse(exchange, failure));
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

    private void serve(Exchange exchange, String rest, String query) {
        var method = exchange.request().method();
        var hasBody = method.equals(HttpMethod.POST) || method.equals(HttpMethod.PATCH);
        // Read at once: what nobody reads is lost.
        var body = hasBody ? RequestBody.read(exchange.request(), LARGEST_BODY) : Future.<Buffer>succeededFuture(null);
        readings.withLimits(
                exchange,
                known -> body.onSuccess(json -> forward(known, method, rest + query, json))
                        .onFailure(failure -> refuse(known, failure)));
    }

    private void forward(Exchange exchange, HttpMethod method, String rest, @Nullable Buffer body) {
        var caller = exchange.caller();
        var asGet = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        var options = ServiceCalls.options(asGet, auth, "/internal/accounts/" + caller.accountId() + "/api-keys" + rest)
                .putHeader(Headers.KEY_ID, caller.keyId());
        calls.send(options, body == null || body.length() == 0 ? null : body)
                .onSuccess(answer -> answer(exchange, answer))
                .onFailure(failure -> readings.unavailable(exchange, String.valueOf(failure.getMessage())));
    }

    private void answer(Exchange exchange, ServiceAnswer answer) {
        if (answer.status() >= SERVER_ERRORS) {
            readings.unavailable(exchange, "status " + answer.status());
        } else {
            exchange.send(answer.status(), Readings.JSON, answer.body());
        }
    }

    private static void refuse(Exchange exchange, Throwable failure) {
        if (failure instanceof RequestBody.TooLargeException) {
            exchange.fail(ApiError.tooLarge("The body is larger than %d bytes.".formatted(LARGEST_BODY)));
        } else {
            exchange.clientGone();
        }
    }
}
