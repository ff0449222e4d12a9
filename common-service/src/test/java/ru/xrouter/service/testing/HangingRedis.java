package ru.xrouter.service.testing;

import io.quarkus.redis.datasource.RedisDataSource;
import java.io.IOException;
import java.util.regex.Pattern;

/** A real Redis that stops answering without closing its connections, until it goes on. */
public final class HangingRedis implements AutoCloseable {
    private static final Pattern PID = Pattern.compile("process_id:(\\d+)");

    private final String pid;

    private HangingRedis(String pid) {
        this.pid = pid;
    }

    public static HangingRedis hang(RedisDataSource redis) {
        var info = PID.matcher(redis.execute("INFO", "server").toString());
        if (!info.find()) {
            throw new AssertionError("Redis does not tell its process.");
        }
        signal("STOP", info.group(1));
        return new HangingRedis(info.group(1));
    }

    /** Lets it go on. */
    @Override
    public void close() {
        signal("CONT", pid);
    }

    private static void signal(String name, String pid) {
        try {
            if (new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() != 0) {
                throw new AssertionError("Redis could not be signalled.");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
