package ru.xrouter.auth.outside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.audit.ActKind;
import ru.xrouter.auth.audit.AuditLog;

/** Which people of outside providers are which of ours: by issuer and subject, never by e-mail. */
@ApplicationScoped
public class OutsideIdentities {
    private final Session session;
    private final AuditLog audit;

    OutsideIdentities(Session session, AuditLog audit) {
        this.session = session;
        this.audit = audit;
    }

    /** One of a person's providers, with the e-mail it told when they were linked. */
    public record Linked(String provider, String email, String since) {}

    /** Whom they sign in; noted as used. */
    @Transactional
    public Optional<String> userId(OutsidePerson person) {
        return session.createNativeQuery("""
                        update outside_identity
                        set last_used_at = :now
                        where issuer = :issuer and subject = :subject
                        returning user_id
                        """, String.class)
                .setParameter("now", now())
                .setParameter("issuer", person.issuer())
                .setParameter("subject", person.subject())
                .getResultStream()
                .findFirst();
    }

    /** Lets nobody else link this person before the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lock(OutsidePerson person) {
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:person, 0))", Integer.class)
                .setParameter("person", person.issuer() + " " + person.subject())
                .getSingleResult();
    }

    @Transactional
    public List<Linked> of(String userId) {
        return session.createNativeQuery("""
                        select provider, coalesce(email, ''), created_at
                        from outside_identity
                        where user_id = :userId
                        order by provider
                        """, Object[].class)
                .setParameter("userId", userId)
                .getResultStream()
                .map(row -> new Linked(
                        (String) row[0],
                        (String) row[1],
                        ((Instant) row[2]).toString().substring(0, 10)))
                .toList();
    }

    /** Whether they sign in this person from now on; not when they sign in somebody else, or the person has another one there. */
    @Transactional
    public boolean link(OutsidePerson person, String userId, String address) {
        var linked = add(person, userId);
        if (linked) {
            audit.add(ActKind.LINKED_PROVIDER, null, userId, person.provider(), address);
        }
        return linked;
    }

    /** As {@link #link}, for a newcomer, of whom it is written down that they signed up through the provider. */
    @Transactional
    public boolean add(OutsidePerson person, String userId) {
        lock(person);
        return session.createNativeMutationQuery("""
                        insert into outside_identity (issuer, subject, user_id, provider, email, created_at, last_used_at)
                        values (:issuer, :subject, :userId, :provider, :email, :now, :now)
                        on conflict do nothing
                        """)
                        .setParameter("issuer", person.issuer())
                        .setParameter("subject", person.subject())
                        .setParameter("userId", userId)
                        .setParameter("provider", person.provider())
                        .setParameter("email", person.email().orElse(null), String.class)
                        .setParameter("now", now())
                        .executeUpdate()
                == 1;
    }

    /** Whether there was something to unlink. A person without a password keeps what they come in by. */
    @Transactional
    public boolean unlink(String userId, String provider, String address) {
        var unlinked = session.createNativeMutationQuery("""
                                delete from outside_identity
                                where user_id = :userId and provider = :provider and exists (
                                    select from person where user_id = :userId and password is not null)
                                """)
                        .setParameter("userId", userId)
                        .setParameter("provider", provider)
                        .executeUpdate()
                > 0;
        if (unlinked) {
            audit.add(ActKind.UNLINKED_PROVIDER, null, userId, provider, address);
        }
        return unlinked;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
