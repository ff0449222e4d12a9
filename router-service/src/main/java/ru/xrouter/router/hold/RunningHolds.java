package ru.xrouter.router.hold;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisHome;
import ru.xrouter.service.redis.RedisScript;

/**
 * The holds of this router's running generations, so that a Redis that was away, and may have lost its data, has them again
 * as soon as it is back; and a replica that took over without breaking a connection, seconds later.
 */
@Singleton
class RunningHolds {
    private static final Logger LOG = Logger.getLogger(RunningHolds.class);
    private static final RedisScript RESTORE = RedisScript.load(RunningHolds.class, "restore.lua");
    private static final int AT_ONCE = 100;
    private static final long LOOK_MILLIS = 2_000;

    private final EventLoopRedis redis;
    private final Vertx vertx;
    private final Map<String, Placed> running = new ConcurrentHashMap<>();
    /** Of the hold registries with running generations, for holds are spread over a cluster by them; one event loop's. */
    private final Map<String, RedisHome> homes = new HashMap<>();

    private volatile long looking;

    RunningHolds(EventLoopRedis redis, Vertx vertx) {
        this.redis = redis;
        this.vertx = vertx;
        vertx.getOrCreateContext().runOnContext(_ -> looking = vertx.setPeriodic(LOOK_MILLIS, _ -> lookUnlessAway()));
    }

    @PreDestroy
    void close() {
        vertx.cancelTimer(looking);
    }

    private void lookUnlessAway() {
        if (redis.away()) {
            return;
        }
        var registries = running.values().stream()
                .collect(Collectors.groupingBy(
                        placed -> RedisNames.holdRegistry(placed.hold().accountId())));
        homes.keySet().retainAll(registries.keySet());
        var moved = Collections.<Placed>synchronizedList(new ArrayList<>());
        var looks = registries.entrySet().stream()
                .map(registry -> homes.computeIfAbsent(registry.getKey(), key -> new RedisHome(redis, key))
                        .look()
                        .onSuccess(look -> {
                            // At a first look nobody knows who held the registry when its holds were placed.
                            if (look != RedisHome.Look.SAME) {
                                moved.addAll(registry.getValue());
                            }
                        }))
                .toList();
        Future.join(looks).onComplete(_ -> restoreAll(moved));
    }

    /** To be called on the generation's event loop. */
    void begun(Hold hold) {
        running.put(hold.generationId(), new Placed(hold, Objects.requireNonNull(Vertx.currentContext())));
    }

    void ended(String generationId) {
        running.remove(generationId);
    }

    /** Registers all holds again; every generation's on its own event loop, where its event follows it. */
    void restoreAll() {
        restoreAll(running.values());
    }

    private void restoreAll(Collection<Placed> holds) {
        holds.stream()
                .collect(Collectors.groupingBy(Placed::loop, Collectors.toCollection(ArrayDeque::new)))
                .forEach((loop, ofLoop) -> loop.runOnContext(_ -> restore(ofLoop)));
    }

    /** Registers an account's holds again; an account that Redis does not know has lost them. */
    Future<Void> restore(String accountId) {
        return Future.all(running.values().stream()
                        .filter(placed -> placed.hold().accountId().equals(accountId))
                        .map(this::restore)
                        .toList())
                .mapEmpty();
    }

    private void restore(Queue<Placed> left) {
        if (left.isEmpty()) {
            return;
        }
        var some = new ArrayList<Future<?>>();
        while (some.size() < AT_ONCE && !left.isEmpty()) {
            var next = left.remove();
            if (running.containsKey(next.hold().generationId())) {
                some.add(restore(next));
            }
        }
        Future.all(some)
                .onSuccess(_ -> restore(left))
                .onFailure(failure -> LOG.debugf("Holds wait until Redis is back: %s", failure.getMessage()));
    }

    private Future<?> restore(Placed placed) {
        var hold = placed.hold();
        return RESTORE.run(redis, hold.releaseKeys(), hold.restoreArguments());
    }

    private record Placed(Hold hold, Context loop) {}
}
