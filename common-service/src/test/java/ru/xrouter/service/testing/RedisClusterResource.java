package ru.xrouter.service.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link RedisCluster} for a test run. */
public final class RedisClusterResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable RedisCluster cluster;

    @Override
    public Map<String, String> start() {
        var started = RedisCluster.start();
        cluster = started;
        return Map.of(
                "quarkus.redis.hosts",
                String.join(",", started.urls()),
                "quarkus.redis.client-type",
                "cluster",
                // Tests of what is counted must not depend on the speed of six servers on one machine.
                "xrouter.redis.budget",
                "10s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cluster, new TestInjector.MatchesType(RedisCluster.class));
    }

    @Override
    public void stop() {
        var running = cluster;
        if (running != null) {
            running.close();
        }
    }
}
