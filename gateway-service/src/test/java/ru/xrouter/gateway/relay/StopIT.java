package ru.xrouter.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.gateway.testing.GatewayClient.body;
import static ru.xrouter.gateway.testing.GatewayClient.open;
import static ru.xrouter.gateway.testing.GatewayClient.request;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.xrouter.gateway.testing.FakeAuth;
import ru.xrouter.gateway.testing.Peers;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** A gateway that stops while streams run. */
@QuarkusTest
@TestProfile(StopIT.OfItsOwn.class)
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(PeersResource.class)
class StopIT {
    private static final long INTERNAL_ERROR = 2;
    private static final long CANCEL = 8;

    @Inject
    Relay relay;

    /** Nobody else may have a gateway that has stopped. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    @Test
    void tellsTheRouterThatNoClientHasLeft() throws IOException {
        // Given
        Peers.start();
        var before = Peers.auth().newKey();
        var after = Peers.auth().newKey();
        // When
        leave(before);
        relay.stop(new ShutdownEvent());
        leave(after);
        // Then
        assertThat(codeOf(before)).isEqualTo(CANCEL);
        assertThat(codeOf(after)).isEqualTo(INTERNAL_ERROR);
    }

    private static void leave(FakeAuth.Key key) throws IOException {
        var chat = request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body("endless", key.id())));
        try (var stream = open(chat).body()) {
            assertThat(stream.read()).isEqualTo('d');
        }
        codeOf(key);
    }

    private static long codeOf(FakeAuth.Key key) {
        return Peers.router().cancelOf(key.id()).orTimeout(60, TimeUnit.SECONDS).join();
    }
}
