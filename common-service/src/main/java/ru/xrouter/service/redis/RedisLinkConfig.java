package ru.xrouter.service.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where Redis is and how long a request may wait for it. */
@ConfigMapping(prefix = "xrouter.redis")
public interface RedisLinkConfig {
    /** Address of Redis; {@code quarkus.redis.hosts} follows it. */
    @WithDefault("redis://localhost:6379")
    String url();

    /** Longest wait for an answer on the path of a request; after it the caller goes on without Redis. */
    @WithDefault("50ms")
    Duration budget();

    /** Pause before a lost connection is tried again. */
    @WithDefault("200ms")
    Duration reconnectDelay();
}
