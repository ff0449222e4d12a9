package ru.xrouter.router.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Keeps {@link Health} fresh: every few seconds this router tells the others by Redis what it has seen, and hears the same of
 * them. Without Redis it goes by its own measurements. No request waits for any of it.
 */
@Startup
@Singleton
public class HealthWatch {
    private static final Logger LOG = Logger.getLogger(HealthWatch.class);
    private static final RedisScript SHARE = RedisScript.load(HealthWatch.class, "share-health.lua");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectWriter WRITER = JSON.writerFor(Report[].class);
    private static final ObjectReader READER = JSON.readerFor(Report[].class);

    private final String router = UUID.randomUUID().toString();
    private final Measurements measurements;
    private final EventLoopRedis redis;
    private final Vertx vertx;
    private final List<Runnable> whenFresh = new CopyOnWriteArrayList<>();
    private final long timer;
    private volatile Health health = Health.UNKNOWN;

    HealthWatch(Measurements measurements, EventLoopRedis redis, Vertx vertx, RouterConfig config) {
        this.measurements = measurements;
        this.redis = redis;
        this.vertx = vertx;
        Context loop = vertx.getOrCreateContext();
        timer = vertx.setPeriodic(config.healthEvery().toMillis(), _ -> loop.runOnContext(_ -> look()));
    }

    public Health current() {
        return health;
    }

    /** Has something done, on an event loop, each time that there is news. */
    public void whenFresh(Runnable action) {
        whenFresh.add(action);
    }

    private void look() {
        var own = measurements.sums();
        if (redis.away()) {
            show(List.of(own));
            return;
        }
        SHARE.run(redis, List.of(RedisNames.PROVIDER_HEALTH), List.of(router, write(own)))
                .onSuccess(others -> show(with(own, others)))
                .onFailure(_ -> show(List.of(own)));
    }

    private void show(List<Map<Served, Tally>> routers) {
        health = Health.of(routers);
        whenFresh.forEach(Runnable::run);
    }

    private static String write(Map<Served, Tally> sums) {
        var reports = sums.entrySet().stream()
                .map(entry -> entry.getValue().report(entry.getKey()))
                .toArray(Report[]::new);
        try {
            return WRITER.writeValueAsString(reports);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<Served, Tally>> with(Map<Served, Tally> own, Response others) {
        var routers = new ArrayList<Map<Served, Tally>>();
        routers.add(own);
        others.forEach(other -> routers.add(read(other.toString())));
        return routers;
    }

    private static Map<Served, Tally> read(String text) {
        var sums = new HashMap<Served, Tally>();
        try {
            for (var report : READER.<Report[]>readValue(text)) {
                sums.put(new Served(report.model(), report.provider()), Tally.of(report));
            }
        } catch (JsonProcessingException e) {
            LOG.warnf("Another router's measurements cannot be read: %s", e.getOriginalMessage());
        }
        return sums;
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
