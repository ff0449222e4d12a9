package ru.xrouter.gateway.exchange;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import ru.xrouter.gateway.GatewayConfig;

/** Counts finished exchanges, and logs those that failed on our side (all of them when asked to). */
@Singleton
class ExchangeLog {
    private static final Logger LOG = Logger.getLogger("ru.xrouter.gateway.access");
    private static final String[] KEYS = {"requestId", "accountId", "model", "status", "millis"};
    private static final int NANOS = 1_000_000;

    private final GatewayMetrics metrics;
    private final boolean everything;

    ExchangeLog(GatewayMetrics metrics, GatewayConfig config) {
        this.metrics = metrics;
        this.everything = config.accessLog();
    }

    void finished(Exchange exchange, int status, long nanos, boolean failed) {
        metrics.finished(exchange.endpoint(), status, nanos);
        if (failed || everything) {
            describe(exchange, status, nanos);
            LOG.log(failed ? Logger.Level.WARN : Logger.Level.INFO, failed ? "A request failed" : "Request");
            forget();
        }
    }

    void defect(Exchange exchange, Throwable cause) {
        MDC.put(KEYS[0], exchange.id());
        LOG.error("A request met a defect", cause);
        MDC.remove(KEYS[0]);
    }

    private static void describe(Exchange exchange, int status, long nanos) {
        var caller = exchange.knownCaller();
        var model = exchange.model();
        MDC.put(KEYS[0], exchange.id());
        if (caller != null) {
            MDC.put(KEYS[1], caller.accountId());
        }
        if (model != null) {
            MDC.put(KEYS[2], model);
        }
        MDC.put(KEYS[3], status);
        MDC.put(KEYS[4], nanos / NANOS);
    }

    private static void forget() {
        for (var key : KEYS) {
            MDC.remove(key);
        }
    }
}
