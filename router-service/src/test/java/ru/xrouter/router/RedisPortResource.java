package ru.xrouter.router;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import ru.xrouter.service.testing.FreePort;

/** A place for a Redis that the test itself starts and stops. */
public final class RedisPortResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("xrouter.redis.url", "redis://127.0.0.1:" + FreePort.next());
    }

    @Override
    public void stop() {
        // The test stops what it started.
    }
}
