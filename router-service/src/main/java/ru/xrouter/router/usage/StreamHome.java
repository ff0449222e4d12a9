package ru.xrouter.router.usage;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.redis.EventLoopRedis;

/**
 * Tells when another process of Redis holds the usage stream than before: a new one, or a replica that took over. On a
 * cluster that is the node with the stream's slot. A command without a key would be answered by any node, so it is a script
 * with the stream as its key that asks the node for its name.
 */
final class StreamHome {
    private static final String SCRIPT = "return redis.call('INFO', 'server')";
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");

    private final EventLoopRedis redis;
    private final AtomicReference<String> process = new AtomicReference<>("");

    StreamHome(EventLoopRedis redis) {
        this.redis = redis;
    }

    /** Whether it moved since the last call, which holds of one call alone; fails when nobody answers. */
    Future<Boolean> moved() {
        return redis.send(Request.cmd(Command.EVAL).arg(SCRIPT).arg(1).arg(RedisNames.USAGE_STREAM))
                .map(info -> movedTo(info.toString()));
    }

    private boolean movedTo(String info) {
        var found = RUN_ID.matcher(info);
        if (!found.find()) {
            return false;
        }
        var now = found.group(1);
        var before = process.getAndSet(now);
        return !before.isEmpty() && !before.equals(now);
    }
}
