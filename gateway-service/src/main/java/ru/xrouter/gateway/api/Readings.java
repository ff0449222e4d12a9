package ru.xrouter.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.Logger;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.gateway.call.ServiceAnswer;
import ru.xrouter.gateway.exchange.Exchange;
import ru.xrouter.gateway.limit.RateLimits;

/** What all reading endpoints share: the limits' headers, which reading does not use up, and honest failures. */
@Singleton
class Readings {
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final Logger LOG = Logger.getLogger(Readings.class);
    private static final int OK = 200;

    private final RateLimits limits;

    Readings(RateLimits limits) {
        this.limits = limits;
    }

    void withLimits(Exchange exchange, Handler<Exchange> next) {
        limits.look(exchange.caller(), seen -> {
            seen.writeHeaders(exchange.response());
            next.handle(exchange);
        });
    }

    /** Answers with 200 and what {@code body} makes of the service's answer; it may throw to refuse. */
    void reply(Exchange exchange, Future<ServiceAnswer> call, Function<ServiceAnswer, Buffer> body) {
        call.onFailure(failure -> unavailable(exchange, String.valueOf(failure.getMessage())))
                .onSuccess(answer -> {
                    try {
                        exchange.send(OK, JSON, body.apply(answer));
                    } catch (ReadingRefusedException e) {
                        exchange.fail(e.error());
                    } catch (RuntimeException e) {
                        exchange.defect(e);
                    }
                });
    }

    void unavailable(Exchange exchange, String reason) {
        LOG.warnf("Another service did not answer: %s", reason);
        exchange.fail(ApiError.unavailable("This information is not available at the moment. Try again shortly."));
    }
}
