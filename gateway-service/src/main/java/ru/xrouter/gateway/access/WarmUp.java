package ru.xrouter.gateway.access;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

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
        // Instances of a verticle go round the event loops.
        vertx.deployVerticle(
                        () -> new AbstractVerticle() {
                            @Override
                            public void start(Promise<Void> started) {
                                auth.warmUp().onComplete(started);
                            }
                        },
                        new DeploymentOptions().setInstances(eventLoops))
                .onComplete(_ -> over = true);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("key look-ups").status(over).build();
    }
}
