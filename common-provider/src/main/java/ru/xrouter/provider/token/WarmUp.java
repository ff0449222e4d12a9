package ru.xrouter.provider.token;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import ru.xrouter.provider.Authorization;

/** Has the authorization get ready before the adapter takes calls. */
@Readiness
@Singleton
class WarmUp implements HealthCheck {
    private final Authorization authorization;
    private volatile boolean over;

    WarmUp(Authorization authorization) {
        this.authorization = authorization;
    }

    void start(@Observes StartupEvent event) {
        authorization.warmUp().onComplete(_ -> over = true);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("warm-up").status(over).build();
    }
}
