package ru.xrouter.service.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Tells when another process of Redis holds a key than before: a new one, or a replica that took over. On a cluster that is
 * the node with the key's slot. A command without a key would be answered by any node, so it is a script with the key that
 * asks the node for its name.
 */
public final class RedisHome {
    private static final String SCRIPT = "return redis.call('INFO', 'server')";
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");

    private final EventLoopRedis redis;
    private final String key;
    private final AtomicReference<String> process = new AtomicReference<>("");

    public RedisHome(EventLoopRedis redis, String key) {
        this.redis = redis;
        this.key = key;
    }

    /** What is to be seen since the last look that succeeded, which each change is for one look alone; fails when nobody answers. */
    public Future<Look> look() {
        return redis.send(Request.cmd(Command.EVAL).arg(SCRIPT).arg(1).arg(key)).map(info -> look(info.toString()));
    }

    private Look look(String info) {
        var found = RUN_ID.matcher(info);
        if (!found.find()) {
            return Look.SAME;
        }
        var now = found.group(1);
        var before = process.getAndSet(now);
        if (before.isEmpty()) {
            return Look.FIRST;
        }
        return before.equals(now) ? Look.SAME : Look.MOVED;
    }

    /** What a look found. */
    public enum Look {
        /** Nobody knows what was before. */
        FIRST,
        SAME,
        MOVED
    }
}
