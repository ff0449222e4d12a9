package ru.xrouter.router.hold;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * The holds of this router's running generations, so that a Redis that was away, and may have lost its data, has them again
 * as soon as it is back.
 */
@Singleton
class RunningHolds {
    private static final Logger LOG = Logger.getLogger(RunningHolds.class);
    private static final RedisScript RESTORE = RedisScript.load(RunningHolds.class, "restore.lua");
    private static final int AT_ONCE = 100;

    private final EventLoopRedis redis;
    private final Map<String, Placed> running = new ConcurrentHashMap<>();

    RunningHolds(EventLoopRedis redis) {
        this.redis = redis;
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
        running.values().stream()
                .collect(Collectors.groupingBy(Placed::loop, Collectors.toCollection(ArrayDeque::new)))
                .forEach((loop, holds) -> loop.runOnContext(_ -> restore(holds)));
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
