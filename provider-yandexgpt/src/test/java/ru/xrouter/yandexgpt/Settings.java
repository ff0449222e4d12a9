package ru.xrouter.yandexgpt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.util.Map;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisLinkConfig;

/** The adapter's configuration, read from settings given by their full names. */
public final class Settings {
    private Settings() {}

    public static YandexGptConfig read(Map<String, String> settings) {
        return read(YandexGptConfig.class, settings);
    }

    /** Redis at an address; a loaded machine may be slow to answer. */
    public static EventLoopRedis redis(Vertx vertx, String url) {
        var config = read(RedisLinkConfig.class, Map.of("xrouter.redis.budget", "10s"));
        return new EventLoopRedis(vertx, Redis.createClient(vertx, url), config, new SimpleMeterRegistry(), 1);
    }

    private static <T> T read(Class<T> mapping, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(mapping);
    }
}
