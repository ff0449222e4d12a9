package ru.xrouter.provider.token;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows how the adapter's authorization stands. Always up: an adapter without a token still answers, with the failure
 * that lets the router try another candidate.
 */
@Readiness
@Singleton
class TokenHealth implements HealthCheck {
    private final Authorization authorization;

    TokenHealth(Authorization authorization) {
        this.authorization = authorization;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("provider-authorization")
                .withData("state", authorization.state())
                .up()
                .build();
    }
}
