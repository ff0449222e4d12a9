package ru.xrouter.auth.person;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.keys.KeyCommands;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HexFormat;
import org.jboss.logging.Logger;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;

/**
 * Slows guessing down: so many failures from one address, and so many for one e-mail from one address, in a quarter of an
 * hour. A victim, being elsewhere, is never locked out. Without Redis nobody is slowed, and Argon2id's own slowness remains.
 */
@Singleton
public class Attempts {
    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final ValueCommands<String, Long> counters;
    private final KeyCommands<String> keys;
    private final SiteConfig site;
    private final AuthMetrics metrics;

    Attempts(RedisDataSource redis, SiteConfig site, AuthMetrics metrics) {
        this.site = site;
        this.metrics = metrics;
        counters = redis.value(Long.class);
        keys = redis.key();
    }

    boolean tooMany(String email, String address) {
        return reached(person(email, address), site.attemptsPerPerson(), AuthMetrics.Limit.PERSON) || tooMany(address);
    }

    /** Whether too much came from there, whoever it was about. */
    public boolean tooMany(String address) {
        return reached(address(address), site.attemptsPerAddress(), AuthMetrics.Limit.ADDRESS);
    }

    void failed(String email, String address) {
        metrics.wrongPassword();
        add(person(email, address));
        add(address(address));
    }

    /** Counts an act that costs an e-mail. */
    public void count(String address) {
        add(address(address));
    }

    private boolean reached(String key, int most, AuthMetrics.Limit limit) {
        try {
            var count = counters.get(key);
            var reached = count != null && count >= most;
            if (reached) {
                metrics.turnedAway(limit);
            }
            return reached;
        } catch (RuntimeException e) {
            LOG.warnf("Failed sign-ins cannot be counted: %s", e.getClass().getSimpleName());
            return false;
        }
    }

    private void add(String key) {
        try {
            if (counters.incr(key) == 1) {
                keys.expire(key, WINDOW);
            }
        } catch (RuntimeException e) {
            LOG.warnf("Failed sign-ins cannot be counted: %s", e.getClass().getSimpleName());
        }
    }

    private static String person(String email, String address) {
        return "xrouter:{auth}:failed:" + HexFormat.of().formatHex(Hashes.sha256(email + "\n" + address));
    }

    private static String address(String address) {
        return "xrouter:{auth}:failed-from:" + HexFormat.of().formatHex(Hashes.sha256(address));
    }
}
