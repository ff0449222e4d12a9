package ru.xrouter.gateway.access;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import ru.xrouter.service.loop.EveryLoop;

/**
 * Has every event loop ask auth-service once before the gateway takes requests: the first of them wait neither for a
 * connection nor for code that has never run, here or there. An auth-service that is away is not waited for.
 */
@Readiness
@Singleton
class WarmUp implements HealthCheck {
    private final Vertx vertx;
    private final AuthClient auth;
    private final int eventLoops;
    private volatile boolean over;

    WarmUp(Vertx vertx, AuthClient auth, @ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") int eventLoops) {
        this.vertx = vertx;
        this.auth = auth;
        this.eventLoops = eventLoops;
    }

    void start(@Observes StartupEvent event) {
        EveryLoop.run(vertx, eventLoops, auth::warmUp).onComplete(_ -> over = true);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("key look-ups").status(over).build();
    }
}
