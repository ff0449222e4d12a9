package ru.xrouter.billing.usage;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while usage events are settled. */
@Readiness
@Singleton
class UsageEventsCheck implements HealthCheck {
    private final UsageEvents events;

    UsageEventsCheck(UsageEvents events) {
        this.events = events;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("usage events")
                .status(events.working())
                .build();
    }
}
