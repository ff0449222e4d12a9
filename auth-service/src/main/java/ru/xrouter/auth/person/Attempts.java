package ru.xrouter.auth.person;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HexFormat;
import org.jboss.logging.Logger;
import ru.xrouter.auth.count.Counters;
import ru.xrouter.auth.metrics.AuthMetrics;
import ru.xrouter.auth.page.ClientAddress;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;

/**
 * Slows guessing down, by what failed in a quarter of an hour. A password counts before it is looked at, so that no burst gets more tries
 * than one after the other would, and a right one is taken back. It counts from one address; for one e-mail from one address; and for one e-mail from
 * wherever it may be. The last counts and stops only browsers that the person has never signed in from, so that nobody locks a victim out of
 * theirs; a new one is let in by the link that sets a new password, or by a passkey. Without Redis nobody is slowed, and Argon2id's own
 * slowness remains.
 */
@Singleton
public class Attempts {
    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration MAIL_WINDOW = Duration.ofHours(1);

    /** Of one kind to one e-mail in an hour, whoever asks for them; of one sender, where they are sent by somebody. */
    static final int MAILS = 3;

    private final Counters counters;
    private final SiteConfig site;
    private final AuthMetrics metrics;

    Attempts(Counters counters, SiteConfig site, AuthMetrics metrics) {
        this.counters = counters;
        this.site = site;
        this.metrics = metrics;
    }

    /** Counts a password that is given for that e-mail, and tells whether it is one too many. */
    boolean oneTooMany(String email, String address) {
        var ofPerson = exceeds(person(email, address), site.attemptsPerPerson(), AuthMetrics.Limit.PERSON);
        return exceeds(address(address), site.attemptsPerAddress(), AuthMetrics.Limit.ADDRESS) || ofPerson;
    }

    /** The same in a browser that the person with that e-mail has not signed in from. */
    boolean oneTooManyOfStrangers(String email) {
        return exceeds(account(email), site.attemptsPerAccount(), AuthMetrics.Limit.ACCOUNT);
    }

    void wrong() {
        metrics.wrongPassword();
    }

    /** The password was right or not looked at, and so no guess. */
    void noGuess(String email, String address, boolean stranger) {
        takeBack(person(email, address));
        takeBack(address(address));
        if (stranger) {
            takeBack(account(email));
        }
    }

    /** Counts an app's wrong proof of who it is, and tells whether it is one too many. A right one is taken at any time, lest anybody lock an app out. */
    public boolean oneWrongProofTooMany(String clientId, String address) {
        return exceeds(client(clientId, address), site.attemptsPerPerson(), AuthMetrics.Limit.CLIENT);
    }

    /** Whether too much came from there, whoever it was about. */
    public boolean tooMany(String address) {
        return reached(address(address), site.attemptsPerAddress(), AuthMetrics.Limit.ADDRESS);
    }

    /** Counts an act that costs an e-mail. */
    public void count(String address) {
        add(address(address), WINDOW);
    }

    /** Counts an e-mail that a stranger asks for, and tells whether it is one too many for whoever gets it. */
    boolean oneMailTooMany(MailWish.Kind kind, String email) {
        return oneMailTooMany(kind.stored(), email);
    }

    /** The same of one that somebody has sent: whoever sends many keeps nobody else from sending one. */
    public boolean oneMailTooMany(String sender, String kind, String email) {
        return oneMailTooMany(kind, sender + "\n" + email);
    }

    private boolean oneMailTooMany(String kind, String whose) {
        var key = "xrouter:{auth}:mails:%s:%s".formatted(kind, digest(whose));
        return exceeds(key, MAIL_WINDOW, MAILS, AuthMetrics.Limit.MAILS);
    }

    private boolean reached(String key, int most, AuthMetrics.Limit limit) {
        try {
            var reached = counters.count(key) >= most;
            if (reached) {
                metrics.turnedAway(limit);
            }
            return reached;
        } catch (RuntimeException e) {
            LOG.warnf("Failed sign-ins cannot be counted: %s", e.getClass().getSimpleName());
            return false;
        }
    }

    private boolean exceeds(String key, int most, AuthMetrics.Limit limit) {
        return exceeds(key, WINDOW, most, limit);
    }

    private boolean exceeds(String key, Duration window, int most, AuthMetrics.Limit limit) {
        var exceeds = add(key, window) > most;
        if (exceeds) {
            metrics.turnedAway(limit);
        }
        return exceeds;
    }

    private long add(String key, Duration window) {
        try {
            return counters.add(key, window);
        } catch (RuntimeException e) {
            LOG.warnf("Failed sign-ins cannot be counted: %s", e.getClass().getSimpleName());
            return 0;
        }
    }

    private void takeBack(String key) {
        try {
            counters.takeBack(key);
        } catch (RuntimeException e) {
            LOG.warnf("A right password stays counted: %s", e.getClass().getSimpleName());
        }
    }

    private static String person(String email, String address) {
        return "xrouter:{auth}:failed:" + digest(email + "\n" + ClientAddress.network(address));
    }

    private static String client(String clientId, String address) {
        return "xrouter:{auth}:failed-client:" + digest(clientId + "\n" + ClientAddress.network(address));
    }

    private static String account(String email) {
        return "xrouter:{auth}:failed-for:" + digest(email);
    }

    private static String address(String address) {
        return "xrouter:{auth}:failed-from:" + digest(ClientAddress.network(address));
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Hashes.sha256(text));
    }
}
