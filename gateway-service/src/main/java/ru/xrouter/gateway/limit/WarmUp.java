package ru.xrouter.gateway.limit;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;

/** Connects every event loop to Redis and loads the script at the start, so that the first requests need not wait for it. */
@Singleton
class WarmUp {
    private static final String NOBODY = "-";

    private final Vertx vertx;
    private final EventLoopRedis redis;
    private final int eventLoops;

    WarmUp(
            Vertx vertx,
            EventLoopRedis redis,
            @ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") int eventLoops) {
        this.vertx = vertx;
        this.redis = redis;
        this.eventLoops = eventLoops;
    }

    void start(@Observes StartupEvent event) {
        // Instances of a verticle go round the event loops. Without Redis the gateway serves all the same.
        var _ = vertx.deployVerticle(Connection::new, new DeploymentOptions().setInstances(eventLoops));
    }

    private final class Connection extends AbstractVerticle {
        @Override
        public void start() {
            var _ = RateLimits.ADMIT.run(
                    redis,
                    List.of(RedisNames.requestRate(NOBODY), RedisNames.running(NOBODY)),
                    List.of("1", "1", "", "1"));
        }
    }
}
