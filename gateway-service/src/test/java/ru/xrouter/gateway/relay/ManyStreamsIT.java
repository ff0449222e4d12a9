package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.eventually;
import static ru.xrouter.gateway.testing.GatewayClient.raw;
import static ru.xrouter.gateway.testing.GatewayClient.rawPost;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class ManyStreamsIT {
    private static final int STREAMS = 1_000;

    @Inject
    MeterRegistry metrics;

    @Test
    void holdsAThousandStreamsOpenAndCancelsEveryOneWhoseClientLeaves() throws IOException, InterruptedException {
        // Given
        Peers.start();
        var key = Peers.auth().newKey(100_000, 2 * STREAMS, null);
        var gone = clientsGone();
        var clients = new ArrayList<Socket>();
        try {
            // When
            for (int i = 0; i < STREAMS; i++) {
                clients.add(raw(rawPost(key, body("endless", key.id() + "-" + i))));
            }
            // Then
            for (var client : clients) {
                assertThat(head(client)).startsWith("HTTP/1.1 200");
            }
            assertThat(inFlight()).isGreaterThanOrEqualTo(STREAMS);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
        for (int i = 0; i < STREAMS; i++) {
            Peers.router().cancelOf(key.id() + "-" + i).join();
        }
        eventually(() -> inFlight() == 0);
        eventually(() -> clientsGone() - gone == STREAMS);
    }

    private double inFlight() {
        return metrics.get("xrouter_gateway_generations_in_flight").gauge().value();
    }

    private double clientsGone() {
        return metrics.get("xrouter_gateway_client_gone_total").counter().count();
    }

    private static String head(Socket client) throws IOException {
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    }
}
