package ru.xrouter.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import ru.xrouter.service.testing.FreePort;

/** Points the gateway, one of two, at a Redis that is not there. */
public final class AbsentRedisResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("xrouter.redis.url", "redis://localhost:" + FreePort.next(), "xrouter.gateway.replicas", "2");
    }

    @Override
    public void stop() {}
}
