package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A Redis of its own for a test run. */
public final class EmbeddedRedisResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RedisServer redis;

    @Override
    public Map<String, String> start() {
        try {
            var port = FreePort.next();
            var started = RedisServer.newRedisServer()
                    .port(port)
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            started.start();
            redis = started;
            return Map.of("xrouter.redis.url", "redis://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        var running = redis;
        if (running != null) {
            try {
                running.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
