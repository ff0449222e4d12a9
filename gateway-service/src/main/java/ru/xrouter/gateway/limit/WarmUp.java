package ru.xrouter.gateway.limit;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;

/** Connects to Redis and loads the script at the start. Without Redis the gateway serves all the same. */
@Singleton
class WarmUp {
    private static final String NOBODY = "-";

    private final EventLoopRedis redis;

    WarmUp(EventLoopRedis redis) {
        this.redis = redis;
    }

    void start(@Observes StartupEvent event) {
        var _ = redis.warmUp(() -> RateLimits.ADMIT.run(
                redis,
                List.of(RedisNames.limits(NOBODY), RedisNames.running(NOBODY)),
                List.of("", "1", "0", "1", "0", "0", "0", "1")));
    }
}
