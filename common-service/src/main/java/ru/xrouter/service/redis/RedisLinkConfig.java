package ru.xrouter.service.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a request may wait for Redis. */
@ConfigMapping(prefix = "xrouter.redis")
public interface RedisLinkConfig {
    /** Longest wait for an answer on the path of a request; after it the caller goes on without Redis. */
    @WithDefault("50ms")
    Duration budget();

    /** Pause before a lost connection is tried again. */
    @WithDefault("200ms")
    Duration reconnectDelay();
}
