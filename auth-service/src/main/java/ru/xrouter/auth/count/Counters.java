package ru.xrouter.auth.count;

import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Counts in Redis what may happen so often in a time. Whatever is counted is forgotten when its time is over. */
@Singleton
public class Counters {
    /**
     * KEYS: the counter. ARGV: seconds. In one script, and also for a counter that is there: one that was made anew between two commands
     * would be without an end, and refuse for ever.
     */
    private static final String ADD = """
            local count = redis.call('INCR', KEYS[1])
            if redis.call('TTL', KEYS[1]) < 0 then
                redis.call('EXPIRE', KEYS[1], ARGV[1])
            end
            return count
            """;

    /** Not where its time is over already: what is below zero would be without an end. */
    private static final String TAKE_BACK =
            "return redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1]) or 0";

    private final RedisDataSource redis;

    Counters(RedisDataSource redis) {
        this.redis = redis;
    }

    /** Counts one more, the first of which begins the time; fails without Redis. */
    public long add(String key, Duration time) {
        return redis.execute("EVAL", ADD, "1", key, Long.toString(time.toSeconds()))
                .toLong();
    }

    /** Counts one less. */
    public void takeBack(String key) {
        redis.execute("EVAL", TAKE_BACK, "1", key);
    }

    /** So many were counted. */
    public long count(String key) {
        var count = redis.value(Long.class).get(key);
        return count == null ? 0 : count;
    }
}
