package ru.xrouter.auth.passkey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.secret.Envelope;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;

/**
 * What a device has to sign. A challenge belongs to one browser, which holds the sealed half of it, to one purpose, to a few minutes, and
 * is good once: it is noted when it is answered, so that asking costs the database nothing.
 */
@ApplicationScoped
public class PasskeyChallenges {
    /** How long a person may take. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final String NAME = "passkey challenge";

    private final Session session;
    private final Envelope envelope;
    private final RandomSecrets secrets;

    PasskeyChallenges(Session session, Envelope envelope, RandomSecrets secrets) {
        this.session = session;
        this.envelope = envelope;
        this.secrets = secrets;
    }

    /**
     * A challenge.
     *
     * @param kept what the browser keeps and no page sees
     * @param challenge what the device signs, base64url
     */
    public record Challenge(String kept, String challenge) {}

    /** @param purpose {@code sign in}, or whose passkey is to be made */
    public Challenge begin(String purpose) {
        var text = "%d %s %s".formatted(Instant.now().plus(LIFETIME).toEpochMilli(), secrets.next(), purpose);
        var kept = Base64.getUrlEncoder().withoutPadding().encodeToString(envelope.seal(NAME, text));
        return new Challenge(kept, Base64.getUrlEncoder().withoutPadding().encodeToString(challenge(kept)));
    }

    /** What had to be signed, when this browser was asked for this purpose, in time, and has not answered yet. */
    @Transactional
    public Optional<byte[]> take(String kept, String purpose) {
        return open(kept).flatMap(text -> {
            var parts = text.split(" ", 3);
            var expires = Instant.ofEpochMilli(Long.parseLong(parts[0]));
            return parts[2].equals(purpose) && expires.isAfter(Instant.now()) && first(kept, expires)
                    ? Optional.of(challenge(kept))
                    : Optional.empty();
        });
    }

    private Optional<String> open(String kept) {
        try {
            return envelope.open(NAME, Base64.getUrlDecoder().decode(kept));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean first(String kept, Instant expires) {
        session.createNativeMutationQuery("delete from passkey_challenge where expires_at < now()")
                .executeUpdate();
        return session.createNativeMutationQuery("""
                        insert into passkey_challenge (hash, expires_at)
                        values (:hash, :expires)
                        on conflict do nothing
                        """)
                        .setParameter("hash", Hashes.sha256(kept))
                        .setParameter("expires", expires)
                        .executeUpdate()
                == 1;
    }

    /** Nobody who sees it can make the sealed half. */
    private static byte[] challenge(String kept) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((NAME + kept).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
