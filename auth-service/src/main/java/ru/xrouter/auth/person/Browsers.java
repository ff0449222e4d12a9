package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.audit.AuditLog;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;

/**
 * Which browsers a person has signed in from, so that a sign-in from another one can be told. A browser holds 256 random bits, which open
 * nothing, and the database their hash.
 */
@ApplicationScoped
public class Browsers {
    private static final int SECRET_BYTES = 32;
    private static final Duration LIFETIME = Duration.ofDays(365);

    private final Session session;
    private final AuditLog audit;
    private final boolean https;
    private final String cookie;
    private final SecureRandom random = new SecureRandom();

    Browsers(Session session, AuditLog audit, SiteConfig site) {
        this.session = session;
        this.audit = audit;
        this.https = "https".equals(site.issuer().getScheme());
        this.cookie = https ? "__Host-xrouter-browser" : "xrouter-browser";
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
        var secret = Optional.ofNullable(request.getCookies().get(cookie))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
        if (secret.isPresent() && see(userId, secret.get(), now)) {
            return cookie(secret.get());
        }
        if (hasOthers(userId)) {
            audit.add("signed_in_from_new_browser", null, userId, null, address);
        }
        // Never a secret that the request chose: others could know it.
        var fresh = secret();
        add(userId, fresh, now);
        return cookie(fresh);
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

    private String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private NewCookie cookie(String secret) {
        return new NewCookie.Builder(cookie)
                .value(secret)
                .path("/")
                .maxAge(Math.toIntExact(LIFETIME.toSeconds()))
                .httpOnly(true)
                .secure(https)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
