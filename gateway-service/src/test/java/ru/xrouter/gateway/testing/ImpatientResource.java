package ru.xrouter.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** One of two gateways, which waits for Redis, and for answers, no longer than a test can. */
public final class ImpatientResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "xrouter.redis.budget", "250ms",
                "xrouter.gateway.replicas", "2",
                "xrouter.gateway.total-timeout", "300ms");
    }

    @Override
    public void stop() {
        // Nothing was started.
    }

    /** After the resource whose settings it changes. */
    @Override
    public int order() {
        return 1;
    }
}
