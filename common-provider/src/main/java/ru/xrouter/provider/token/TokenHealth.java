package ru.xrouter.provider.token;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import ru.xrouter.provider.ChatProvider;

/**
 * Shows how the adapter's authorization stands. Always up: an adapter without a token still answers, with the failure
 * that lets the router try another candidate.
 */
@Readiness
@Singleton
class TokenHealth implements HealthCheck {
    private final ChatProvider provider;

    TokenHealth(ChatProvider provider) {
        this.provider = provider;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("provider-authorization")
                .withData("state", provider.authorization().state())
                .up()
                .build();
    }
}
