package ru.xrouter.service.redis;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import ru.xrouter.api.redis.RedisNames;

/**
 * Tells when Redis may have lost what a key held: when another process holds it than before, a new one or a replica that took
 * over, or when all was deleted in the same process, and with it a mark beside the key. On a cluster the process is the node
 * with the key's slot. A command without a key would be answered by any node, so it is a script with the key that asks the
 * node for its name.
 */
public final class RedisHome {
    private static final RedisScript SCRIPT = RedisScript.load(RedisHome.class, "home.lua");
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");

    private final EventLoopRedis redis;
    private final String key;
    private final AtomicReference<String> home = new AtomicReference<>("");

    public RedisHome(EventLoopRedis redis, String key) {
        this.redis = redis;
        this.key = key;
    }

    /** What is to be seen since the last look that succeeded, which each change is for one look alone; fails when nobody answers. */
    public Future<Look> look() {
        return SCRIPT.run(
                        redis,
                        List.of(key, RedisNames.mark(key)),
                        List.of(UUID.randomUUID().toString()))
                .map(answer -> look(answer.get(0).toString(), answer.get(1).toString()));
    }

    private Look look(String info, String mark) {
        var found = RUN_ID.matcher(info);
        if (!found.find()) {
            return Look.SAME;
        }
        var now = found.group(1) + mark;
        var before = home.getAndSet(now);
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
