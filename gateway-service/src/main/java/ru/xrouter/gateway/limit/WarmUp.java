package ru.xrouter.gateway.limit;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;

/** Connects to Redis and loads the scripts at the start. Without Redis the gateway serves all the same. */
@Singleton
class WarmUp {
    private static final String NOBODY = "-";

    private final EventLoopRedis redis;

    WarmUp(EventLoopRedis redis) {
        this.redis = redis;
    }

    void start(@Observes StartupEvent event) {
        var keys = List.of(RedisNames.limits(NOBODY), RedisNames.running(NOBODY));
        var _ = redis.warmUp(() -> RateLimits.ADMIT.run(redis, keys, List.of("", "1", "0", "1", "0", "0", "0", "1")));
        // Needed when Redis is late, and a late answer that it does not know the script would be nobody's to hear.
        var _ = redis.warmUp(() -> Returns.GIVE_BACK.run(redis, keys, List.of("", "0", "0", "0", "0")));
    }
}
