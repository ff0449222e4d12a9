package ru.xrouter.auth.oauth;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;

/** Counts what may happen so often in a quarter of an hour. Without Redis nothing is let through that is counted. */
@Singleton
class CodeGuesses {
    private static final Logger LOG = Logger.getLogger(CodeGuesses.class);
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final ValueCommands<String, Long> counters;
    private final AuthMetrics metrics;

    CodeGuesses(RedisDataSource redis, AuthMetrics metrics) {
        this.metrics = metrics;
        counters = redis.value(Long.class);
    }

    /** Counts one more, and tells whether it is one of the first so many. */
    boolean permitted(Limit what, String whose, int most) {
        var key = "xrouter:{auth}:" + what.name().toLowerCase(Locale.ROOT).replace('_', '-') + ":" + whose;
        try {
            // First, lest a count without an end blocks for ever.
            counters.set(key, 0L, new SetArgs().nx().ex(WINDOW));
            var count = counters.incr(key);
            if (count > most) {
                metrics.turnedAway(what);
            }
            return count <= most;
        } catch (RuntimeException e) {
            LOG.warnf("'%s' cannot be counted: %s", what, e.getClass().getSimpleName());
            return false;
        }
    }
}
