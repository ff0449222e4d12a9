package ru.xrouter.gateway.undo;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jboss.logging.Logger;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * A script that undoes what Redis may have done, or tells it how that ended, and does nothing when it is run again. Follows what the same event loop
 * has asked Redis, so that Redis does them in turn; what it does not hear now it is told when it is back.
 */
public final class Undo {
    private static final Logger LOG = Logger.getLogger(Undo.class);
    /** What cannot be undone beyond so many ends by its expiry. */
    private static final int MOST = 1_000;

    private final EventLoopRedis redis;
    private final RedisScript script;
    private final Queue<Call> unheard = new ArrayDeque<>();

    public Undo(EventLoopRedis redis, RedisScript script) {
        this.redis = redis;
        this.script = script;
        redis.whenBack(this::again);
    }

    public void run(List<String> keys, List<String> arguments) {
        run(new Call(keys, arguments));
    }

    private void run(Call call) {
        script.run(redis, call.keys(), call.arguments()).onFailure(failure -> {
            LOG.debugf("Left to be undone when Redis is back: %s", failure.getMessage());
            remember(call);
        });
    }

    private void again() {
        take().forEach(this::run);
    }

    private synchronized void remember(Call call) {
        if (unheard.size() < MOST) {
            unheard.add(call);
        }
    }

    private synchronized List<Call> take() {
        var all = List.copyOf(unheard);
        unheard.clear();
        return all;
    }

    private record Call(List<String> keys, List<String> arguments) {}
}
