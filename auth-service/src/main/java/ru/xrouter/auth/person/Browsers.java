package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.HostCookie;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;

/**
 * Which browsers a person has signed in from, so that a sign-in from another one can be told. A browser holds 256 random bits, which open
 * nothing, and the database their hash.
 */
@ApplicationScoped
public class Browsers {
    private static final Duration LIFETIME = Duration.ofDays(365);

    private final Session session;
    private final AuditLog audit;
    private final RandomSecrets secrets;
    private final HostCookie cookie;

    Browsers(Session session, AuditLog audit, RandomSecrets secrets, SiteConfig site) {
        this.session = session;
        this.audit = audit;
        this.secrets = secrets;
        this.cookie = new HostCookie("xrouter-browser", site);
    }

    /** Whether the person with this e-mail has signed in from the browser. Nothing is looked up for one that has signed nobody in. */
    @Transactional
    boolean knows(HttpHeaders request, String email) {
        return cookie.of(request)
                .filter(secret -> !session.createNativeQuery("""
                                select 1
                                from known_browser join person using (user_id)
                                where email = :email and hash = :hash and seen_at > :after
                                """, Integer.class)
                        .setParameter("email", email)
                        .setParameter("hash", Hashes.sha256(secret))
                        .setParameter("after", Instant.now().minus(LIFETIME))
                        .getResultList()
                        .isEmpty())
                .isPresent();
    }

    /**
     * Knows a browser whose person has shown that the mailbox is theirs.
     *
     * @return the cookie to send
     */
    @Transactional
    NewCookie trusted(HttpHeaders request, String userId) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return cookie.with(seen(request, userId, now).orElseGet(() -> fresh(userId, now)), LIFETIME);
    }

    /**
     * Notes a sign-in. From a browser that is new to a person who has signed in from others, it is written down, and so told to them.
     *
     * @return the cookie to send
     */
    @Transactional
    public NewCookie signedIn(HttpHeaders request, String userId, String address) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        forget(userId, now.minus(LIFETIME));
        var secret = seen(request, userId, now);
        if (secret.isEmpty() && hasOthers(userId)) {
            audit.add(ActKind.SIGNED_IN_FROM_NEW_BROWSER, null, userId, null, address);
        }
        return cookie.with(secret.orElseGet(() -> fresh(userId, now)), LIFETIME);
    }

    /** What the browser holds, when it is of this person. */
    private Optional<String> seen(HttpHeaders request, String userId, Instant now) {
        return cookie.of(request).filter(secret -> see(userId, secret, now));
    }

    /** Never a secret that the request chose: others could know it. */
    private String fresh(String userId, Instant now) {
        var fresh = secrets.next();
        add(userId, fresh, now);
        return fresh;
    }

    private boolean see(String userId, String secret, Instant now) {
        return session.createNativeMutationQuery(
                                "update known_browser set seen_at = :now where user_id = :userId and hash = :hash")
                        .setParameter("now", now)
                        .setParameter("userId", userId)
                        .setParameter("hash", Hashes.sha256(secret))
                        .executeUpdate()
                == 1;
    }

    private boolean hasOthers(String userId) {
        return !session.createNativeQuery("select 1 from known_browser where user_id = :userId limit 1", Integer.class)
                .setParameter("userId", userId)
                .getResultList()
                .isEmpty();
    }

    private void add(String userId, String secret, Instant now) {
        session.createNativeMutationQuery(
                        "insert into known_browser (user_id, hash, seen_at) values (:userId, :hash, :now)")
                .setParameter("userId", userId)
                .setParameter("hash", Hashes.sha256(secret))
                .setParameter("now", now)
                .executeUpdate();
    }

    private void forget(String userId, Instant before) {
        session.createNativeMutationQuery("delete from known_browser where user_id = :userId and seen_at < :before")
                .setParameter("userId", userId)
                .setParameter("before", before)
                .executeUpdate();
    }
}
