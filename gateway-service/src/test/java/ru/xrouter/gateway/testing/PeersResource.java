package ru.xrouter.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import ru.xrouter.service.testing.FreePort;

/** Points the gateway at ports where {@link Peers} will listen. */
public final class PeersResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "xrouter.gateway.router-url",
                "http://localhost:" + FreePort.next(),
                "xrouter.gateway.auth-url",
                "http://localhost:" + FreePort.next(),
                "xrouter.gateway.billing-url",
                "http://localhost:" + FreePort.next(),
                "xrouter.gateway.max-body",
                "1M",
                // The machine that runs the tests may be slower than any gateway's.
                "xrouter.redis.budget",
                "5s",
                "xrouter.gateway.key-cache.refresh-after",
                "200ms",
                "xrouter.gateway.key-cache.unknown-for",
                "200ms");
    }

    @Override
    public void stop() {}
}
