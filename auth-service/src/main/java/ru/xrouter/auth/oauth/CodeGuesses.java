package ru.xrouter.auth.oauth;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;
import ru.xrouter.auth.count.Counters;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.metrics.AuthMetrics.Limit;
import ru.xrouter.auth.page.ClientAddress;

/** Counts what may happen so often in a quarter of an hour. Without Redis nothing is let through that is counted. */
@Singleton
class CodeGuesses {
    private static final Logger LOG = Logger.getLogger(CodeGuesses.class);
    static final Duration WINDOW = Duration.ofMinutes(15);

    private final Counters counters;
    private final AuthMetrics metrics;

    CodeGuesses(Counters counters, AuthMetrics metrics) {
        this.counters = counters;
        this.metrics = metrics;
    }

    /** The same of all that comes from the network of an address. */
    boolean permittedFrom(Limit what, String address, int most) {
        return permitted(what, ClientAddress.network(address), most);
    }

    /** Counts one more, and tells whether it is one of the first so many. */
    boolean permitted(Limit what, String whose, int most) {
        var key = "xrouter:{auth}:" + what.name().toLowerCase(Locale.ROOT).replace('_', '-') + ":" + whose;
        try {
            var count = counters.add(key, WINDOW);
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
