package ru.xrouter.gigachat.token;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows how the access token stands. Always up: an adapter without a token still answers, with the failure that lets
 * the router try another candidate.
 */
@Readiness
@Singleton
class TokenHealth implements HealthCheck {
    private final AccessTokens tokens;

    TokenHealth(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("gigachat-access-token")
                .withData("state", tokens.describe())
                .up()
                .build();
    }
}
