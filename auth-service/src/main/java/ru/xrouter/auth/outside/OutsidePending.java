package ru.xrouter.auth.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.page.SiteConfig;
import ru.xrouter.auth.secret.Hashes;
import ru.xrouter.auth.secret.RandomSecrets;

/**
 * Newcomers whose provider does not vouch for their e-mail. They confirm it by a link, in the browser in which they came: otherwise
 * somebody could come with another's e-mail and wait for its owner to confirm it for them.
 */
@ApplicationScoped
public class OutsidePending {
    private final Session session;
    private final RandomSecrets secrets;
    private final SiteConfig site;

    OutsidePending(Session session, RandomSecrets secrets, SiteConfig site) {
        this.session = session;
        this.secrets = secrets;
        this.site = site;
    }

    /** What goes by e-mail, and what stays in the browser. */
    public record Halves(String mailed, String kept) {}

    /** A newcomer who has confirmed the e-mail. */
    public record Confirmed(OutsidePerson person, String returnTo) {}

    /** How long the link works. */
    public Duration lifetime() {
        return site.linkLifetime();
    }

    /** Two secrets for a newcomer to come back with. */
    public Halves halves() {
        return new Halves(secrets.next(), secrets.next());
    }

    /** Tells until when the link works. */
    @Transactional
    public Instant add(OutsidePerson person, String email, String returnTo, Halves halves) {
        var until = Instant.now().plus(lifetime());
        session.createNativeMutationQuery("delete from outside_pending where expires_at < now()")
                .executeUpdate();
        session.createNativeMutationQuery("""
                        insert into outside_pending
                            (hash, browser_hash, issuer, subject, provider, email, return_to, expires_at)
                        values (:hash, :browser, :issuer, :subject, :provider, :email, :returnTo, :expiresAt)
                        """)
                .setParameter("hash", Hashes.sha256(halves.mailed()))
                .setParameter("browser", Hashes.sha256(halves.kept()))
                .setParameter("issuer", person.issuer())
                .setParameter("subject", person.subject())
                .setParameter("provider", person.provider())
                .setParameter("email", email)
                .setParameter("returnTo", returnTo)
                .setParameter("expiresAt", until)
                .executeUpdate();
        return until;
    }

    /** Whose link it is, when it comes back in time and in the same browser; it works once. */
    @Transactional
    public Optional<Confirmed> take(Halves halves) {
        return session.createNativeQuery("""
                        delete from outside_pending
                        where hash = :hash and browser_hash = :browser and expires_at > :now
                        returning provider, issuer, subject, email, return_to
                        """, Object[].class)
                .setParameter("hash", Hashes.sha256(halves.mailed()))
                .setParameter("browser", Hashes.sha256(halves.kept()))
                .setParameter("now", Instant.now())
                .getResultStream()
                .findFirst()
                .map(row -> new Confirmed(
                        new OutsidePerson(
                                (String) row[0], (String) row[1], (String) row[2], Optional.of((String) row[3]), true),
                        (String) row[4]));
    }
}
