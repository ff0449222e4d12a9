package ru.xrouter.router;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The router as impatient with Redis as it is in production; where others wait longer, since the machine may be slow. */
public final class ImpatientResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("xrouter.redis.budget", "250ms", "xrouter.router.total-timeout", "30s");
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
