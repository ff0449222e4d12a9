package ru.xrouter.gateway.limit;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as soon as the gateway runs: without Redis it serves with local limits, and without auth-service it still
 * serves the keys it knows, so neither takes it out of service. Tells who holds the limits.
 */
@Readiness
@Singleton
class LimitsHealth implements HealthCheck {
    private final RateLimits limits;

    LimitsHealth(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("limits")
                .up()
                .withData("mode", limits.mode())
                .build();
    }
}
