package ru.xrouter.router.attempt;

import io.vertx.core.http.HttpClient;
import jakarta.inject.Singleton;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.router.health.Measurements;
import ru.xrouter.router.metrics.RouterMetrics;
import ru.xrouter.router.route.Route;
import ru.xrouter.service.http.ServiceClients;
import ru.xrouter.service.token.ServiceToken;

/** What all attempts share. */
@Singleton
public class Caller {
    private final ServiceClients clients;
    private final ServiceToken token;
    private final Adapters adapters;
    private final RouterMetrics metrics;
    private final Measurements measurements;
    private final int maxAttempts;

    Caller(
            ServiceClients clients,
            ServiceToken token,
            Adapters adapters,
            RouterMetrics metrics,
            Measurements measurements,
            RouterConfig config) {
        this.clients = clients;
        this.token = token;
        this.adapters = adapters;
        this.metrics = metrics;
        this.measurements = measurements;
        this.maxAttempts = config.maxAttempts();
    }

    /** Attempts of one generation, on the calling event loop. */
    public AttemptRunner attempts(Route route, AdapterCall call, AttemptRunner.Listener listener) {
        return new AttemptRunner(this, route, call, listener);
    }

    HttpClient client() {
        return clients.current();
    }

    String authorization() {
        return token.authorization();
    }

    Adapters adapters() {
        return adapters;
    }

    RouterMetrics metrics() {
        return metrics;
    }

    Measurements measurements() {
        return measurements;
    }

    int maxAttempts() {
        return maxAttempts;
    }
}
