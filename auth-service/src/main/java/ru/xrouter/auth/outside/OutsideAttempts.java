package ru.xrouter.auth.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;

/** Ways to providers that are under way. Each comes back once, in time, from the same provider and in the same browser. */
@ApplicationScoped
public class OutsideAttempts {
    /** How long a person may stay at the provider. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Session session;
    private final RandomSecrets secrets;

    OutsideAttempts(Session session, RandomSecrets secrets) {
        this.session = session;
        this.secrets = secrets;
    }

    /** @param userId who links the provider to what they have; null when somebody signs in */
    @Transactional
    public OutsideAttempt begin(String provider, @Nullable String userId, String returnTo) {
        var attempt = new OutsideAttempt(secrets.next(), provider, userId, returnTo);
        session.createNativeMutationQuery("delete from outside_attempt where expires_at < now()")
                .executeUpdate();
        session.createNativeMutationQuery("""
                        insert into outside_attempt (hash, provider, user_id, return_to, expires_at)
                        values (:hash, :provider, :userId, :returnTo, :expiresAt)
                        """)
                .setParameter("hash", Hashes.sha256(attempt.secret()))
                .setParameter("provider", provider)
                .setParameter("userId", userId, String.class)
                .setParameter("returnTo", returnTo)
                .setParameter("expiresAt", Instant.now().plus(LIFETIME))
                .executeUpdate();
        return attempt;
    }

    /**
     * What this browser began with this provider; it is over then. A foreign state ends nothing, lest a stranger's link ends what a person
     * has begun.
     */
    @Transactional
    public Optional<OutsideAttempt> take(String secret, String provider, String state) {
        var own = new OutsideAttempt(secret, provider, null, "").state().getValue();
        if (!MessageDigest.isEqual(own.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        return session.createNativeQuery("""
                        delete from outside_attempt
                        where hash = :hash and provider = :provider and expires_at > :now
                        returning user_id, return_to
                        """, Object[].class)
                .setParameter("hash", Hashes.sha256(secret))
                .setParameter("provider", provider)
                .setParameter("now", Instant.now())
                .getResultStream()
                .findFirst()
                .map(row -> new OutsideAttempt(secret, provider, (String) row[0], (String) row[1]));
    }
}
