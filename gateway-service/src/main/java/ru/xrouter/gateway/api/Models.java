package ru.xrouter.gateway.api;

import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.call.ServiceCalls;
import ru.xrouter.gateway.exchange.Exchange;

/** {@code GET /v1/models}, {@code GET /v1/models/{id}} and {@code GET /v1/providers/status}, as the router tells them. */
@Singleton
public class Models {
    private static final String PATH = "/v1/models";
    private static final String STATUS = "/v1/providers/status";
    private static final int SERVER_ERRORS = 500;

    /** No segment begins with a dot, so no id can lead to another path of the router. */
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}){0,3}");

    private final ServiceCalls calls;
    private final Readings readings;
    private final URI router;

    Models(ServiceCalls calls, Readings readings, GatewayConfig config) {
        this.calls = calls;
        this.readings = readings;
        this.router = config.routerUrl();
    }

    public void list(Exchange exchange) {
        readings.withLimits(exchange, known -> copy(known, calls.get(router, PATH)));
    }

    /** @param rawId as it stands in the path, {@code /} escaped or not */
    public void one(Exchange exchange, String rawId) {
        var id = id(rawId);
        readings.withLimits(exchange, known -> {
            if (id.isPresent()) {
                copy(known, calls.get(router, PATH + "/" + id.get()));
            } else {
                known.fail(ApiError.notFound("There is no such model. GET /v1/models lists those that exist."));
            }
        });
    }

    public void providersStatus(Exchange exchange) {
        readings.withLimits(exchange, known -> copy(known, calls.get(router, STATUS)));
    }

    private void copy(Exchange exchange, Future<ServiceAnswer> call) {
        call.onFailure(failure -> readings.unavailable(exchange, String.valueOf(failure.getMessage())))
                .onSuccess(answer -> {
                    if (answer.status() >= SERVER_ERRORS) {
                        readings.unavailable(exchange, "status " + answer.status());
                    } else {
                        exchange.send(answer.status(), Readings.JSON, answer.body());
                    }
                });
    }

    private static Optional<String> id(String raw) {
        try {
            return Optional.of(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .filter(id -> ID.matcher(id).matches());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
