package ru.xrouter.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.http.Headers;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.access.ClientAddress;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.service.http.RequestBody;

/** Lets callers manage what auth-service keeps of their account: its answers are the gateway's, its troubles 503. */
@Singleton
class AuthRelay {
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int SERVER_ERRORS = 500;

    private final ServiceCalls calls;
    private final Readings readings;
    private final ClientAddress addresses;
    private final URI auth;
    private final Duration usualPatience;

    AuthRelay(ServiceCalls calls, Readings readings, ClientAddress addresses, GatewayConfig config) {
        this.calls = calls;
        this.readings = readings;
        this.addresses = addresses;
        this.auth = config.authUrl();
        this.usualPatience = config.callTimeout();
    }

    /** Passes a known caller's request on, to a path below its account's. */
    void serve(Exchange exchange, String path) {
        serve(exchange, path, usualPatience);
    }

    void serve(Exchange exchange, String path, Duration patience) {
        var method = exchange.request().method();
        var hasBody =
                method.equals(HttpMethod.POST) || method.equals(HttpMethod.PATCH) || method.equals(HttpMethod.PUT);
        // Read at once: what nobody reads is lost.
        var body = hasBody ? RequestBody.read(exchange.request(), LARGEST_BODY) : Future.<Buffer>succeededFuture(null);
        readings.withLimits(
                exchange,
                known -> body.onSuccess(json -> forward(known, method, path, json, patience))
                        .onFailure(failure -> refuse(known, failure)));
    }

    private void forward(Exchange exchange, HttpMethod method, String path, @Nullable Buffer body, Duration patience) {
        var caller = exchange.caller();
        var asGet = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        var options = ServiceCalls.options(asGet, auth, "/internal/accounts/" + caller.accountId() + path)
                .putHeader(Headers.KEY_ID, caller.keyId());
        send(exchange, options, body, patience);
    }

    /** Passes a request on that needs no key. */
    void serveAnybody(Exchange exchange, String path) {
        RequestBody.read(exchange.request(), LARGEST_BODY)
                .onSuccess(
                        body -> send(exchange, ServiceCalls.options(HttpMethod.POST, auth, path), body, usualPatience))
                .onFailure(failure -> refuse(exchange, failure));
    }

    private void send(Exchange exchange, RequestOptions options, @Nullable Buffer body, Duration patience) {
        var address = addresses.of(exchange.request());
        if (address != null) {
            options.putHeader(Headers.CLIENT_ADDRESS, address);
        }
        calls.send(options, body == null || body.length() == 0 ? null : body, patience)
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
