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
 * Slows guessing down, by what failed in a quarter of an hour: from one address; for one e-mail from one address; and for one e-mail from
 * wherever it may be. The last counts and stops only browsers that the person has never signed in from, so that nobody locks a victim out of
 * theirs; a new one is let in by the link that sets a new password, or by a passkey. Without Redis nobody is slowed, and Argon2id's own
 * slowness remains.
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

    /** Whether too much failed for that e-mail in browsers that its person has not signed in from. */
    boolean tooManyStrangers(String email) {
        return reached(account(email), site.attemptsPerAccount(), AuthMetrics.Limit.ACCOUNT);
    }

    /** Counts a failure in a browser that the person with that e-mail has not signed in from. */
    void strangerFailed(String email) {
        add(account(email));
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

    private static String account(String email) {
        return "xrouter:{auth}:failed-for:" + HexFormat.of().formatHex(Hashes.sha256(email));
    }

    private static String address(String address) {
        return "xrouter:{auth}:failed-from:" + HexFormat.of().formatHex(Hashes.sha256(address));
    }
}
