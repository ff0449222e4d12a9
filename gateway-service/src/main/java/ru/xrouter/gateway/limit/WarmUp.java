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
        // The second is needed when Redis is late, when nobody hears that it does not know it. It comes when the first
        // has made the connections, for which a cold start may take longer than a command's budget.
        var _ = redis.warmUp(() -> RateLimits.ADMIT.run(redis, keys, List.of("", "1", "0", "1", "0", "0", "0", "1")))
                .onComplete(_ ->
                        redis.warmUp(() -> Returns.GIVE_BACK.run(redis, keys, List.of("", "1", "0", "0", "0", "0"))));
    }
}
