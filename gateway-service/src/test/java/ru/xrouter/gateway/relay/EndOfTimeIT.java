package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.post;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.testing.ImpatientResource;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** A generation whose time is over. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
@WithTestResource(ImpatientResource.class)
class EndOfTimeIT {
    @Inject
    GatewayConfig config;

    @Test
    void isTheRoutersToEnd() throws InterruptedException {
        // Given
        Peers.start();
        var key = Peers.auth().newKey();
        var answer = CompletableFuture.supplyAsync(() -> post(key, body("hold", key.id())));
        eventually(() -> Peers.router().holds(key.id()));
        // When it answers after the time that a generation has
        TimeUnit.MILLISECONDS.sleep(2 * config.totalTimeout().toMillis());
        Peers.router().answer(key.id());
        // Then it is heard, and not taken for one that a client has left
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }
}
