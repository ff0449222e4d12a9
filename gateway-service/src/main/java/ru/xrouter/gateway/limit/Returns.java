package ru.xrouter.gateway.limit;

import java.util.ArrayList;
import java.util.List;
import ru.xrouter.gateway.undo.Undo;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Gives back what Redis took for generations that did not use it, with their places; nothing is given back twice, nor what
 * Redis never took.
 */
final class Returns {
    static final RedisScript GIVE_BACK = RedisScript.loadWithTokenLimits(Returns.class, "give-back.lua");

    private static final Rate[] RATES = Rate.values();

    private final Undo undo;
    private final String lifetimeMillis;

    /** @param lifetimeMillis how long admit.lua lets a generation live */
    Returns(EventLoopRedis redis, String lifetimeMillis) {
        this.lifetimeMillis = lifetimeMillis;
        undo = new Undo(redis, GIVE_BACK);
    }

    void giveBack(List<Scope> scopes, String generationId, long requests, long tokens) {
        var keys = new ArrayList<String>(2 * scopes.size());
        var arguments = new ArrayList<String>(2 + RATES.length * scopes.size());
        arguments.add(generationId);
        arguments.add(lifetimeMillis);
        for (var scope : scopes) {
            keys.add(scope.limits());
            keys.add(scope.running());
            for (var rate : RATES) {
                var limit = rate.of(scope.bounds());
                arguments.add(Long.toString(limit == 0 ? 0 : rate.micros(rate.ofTokens() ? tokens : requests, limit)));
            }
        }
        undo.run(keys, arguments);
    }
}
