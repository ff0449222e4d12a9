package ru.xrouter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields.
class WarmUpIT {
    private static final int LOOPS = 3;

    @Inject
    Vertx vertx;

    @Inject
    AuthClient auth;

    @BeforeEach
    void start() {
        Peers.start();
    }

    @AfterEach
    void authIsBack() {
        Peers.auth().away(false);
    }

    @Test
    void isReadyOnceEveryEventLoopHasAskedAuth() throws InterruptedException {
        // Given
        var asked = Peers.auth().lookups();
        var warmUp = new WarmUp(vertx, auth, LOOPS);
        var before = warmUp.call().getStatus();

        // When
        warmUp.start(new StartupEvent());

        // Then
        assertThat(before).isEqualTo(Status.DOWN);
        eventually(() -> warmUp.call().getStatus() == Status.UP);
        assertThat(Peers.auth().lookups() - asked).isEqualTo(LOOPS);
    }

    @Test
    void doesNotWaitForAnAuthThatIsAway() throws InterruptedException {
        // Given
        Peers.auth().away(true);
        var warmUp = new WarmUp(vertx, auth, LOOPS);

        // When
        warmUp.start(new StartupEvent());

        // Then
        eventually(() -> warmUp.call().getStatus() == Status.UP);
    }
}
