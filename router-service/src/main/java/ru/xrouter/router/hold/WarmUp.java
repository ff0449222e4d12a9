package ru.xrouter.router.hold;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;

/** Connects to Redis and loads the script at the start, with an account that nobody has. */
@Singleton
class WarmUp {
    private static final String NOBODY = "-";

    private final EventLoopRedis redis;

    WarmUp(EventLoopRedis redis) {
        this.redis = redis;
    }

    void start(@Observes StartupEvent event) {
        var _ = redis.warmUp(() -> Holds.HOLD.run(
                redis,
                List.of(
                        RedisNames.balance(NOBODY),
                        RedisNames.holds(NOBODY),
                        RedisNames.held(NOBODY),
                        RedisNames.holdRegistry(NOBODY)),
                List.of(NOBODY, "0", "", "0", NOBODY)));
    }
}
