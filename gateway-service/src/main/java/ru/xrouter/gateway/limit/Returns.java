package ru.xrouter.gateway.limit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jboss.logging.Logger;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Gives back what Redis took for generations that did not use it, with their places; nothing is given back twice, nor what
 * Redis never took. What it does not hear now is told when it is back.
 */
final class Returns {
    static final RedisScript GIVE_BACK = RedisScript.load(Returns.class, "give-back.lua");

    private static final Logger LOG = Logger.getLogger(Returns.class);
    private static final Rate[] RATES = Rate.values();
    /** Beyond so many the rest ends by its expiry. */
    private static final int MOST = 1_000;

    private final EventLoopRedis redis;
    private final Queue<Return> unheard = new ArrayDeque<>();

    Returns(EventLoopRedis redis) {
        this.redis = redis;
    }

    /** Follows what the same event loop has asked Redis, so that Redis does them in turn. */
    void giveBack(List<Scope> scopes, String generationId, long requests, long tokens) {
        var keys = new ArrayList<String>(2 * scopes.size());
        var arguments = new ArrayList<String>(1 + RATES.length * scopes.size());
        arguments.add(generationId);
        for (var scope : scopes) {
            keys.add(scope.limits());
            keys.add(scope.running());
            for (var rate : RATES) {
                var limit = rate.of(scope.bounds());
                arguments.add(Long.toString(limit == 0 ? 0 : rate.micros(rate.ofTokens() ? tokens : requests, limit)));
            }
        }
        send(new Return(keys, arguments));
    }

    /** Redis is back. */
    void again() {
        take().forEach(this::send);
    }

    private void send(Return some) {
        GIVE_BACK.run(redis, some.keys(), some.arguments()).onFailure(failure -> {
            LOG.debugf("Limits are not given back until Redis is back: %s", failure.getMessage());
            remember(some);
        });
    }

    private synchronized void remember(Return some) {
        if (unheard.size() < MOST) {
            unheard.add(some);
        }
    }

    private synchronized List<Return> take() {
        var all = List.copyOf(unheard);
        unheard.clear();
        return all;
    }

    private record Return(List<String> keys, List<String> arguments) {}
}
