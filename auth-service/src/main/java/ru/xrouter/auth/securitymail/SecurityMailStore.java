package ru.xrouter.auth.securitymail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.secret.Envelope;

/** E-mails in the database until they are sent, and whom those about security are for. */
@ApplicationScoped
class SecurityMailStore {
    private final Session session;
    private final Envelope envelope;

    SecurityMailStore(Session session, Envelope envelope) {
        this.session = session;
        this.envelope = envelope;
    }

    /**
     * Who gets an e-mail.
     *
     * @param language null: both
     */
    record Reader(String email, @Nullable String language) {}

    /**
     * An e-mail to be sent now.
     *
     * @param body null where it was sealed under a key that is lost
     * @param usefulUntil when its link stops working; null where it has none
     * @param tries this one too
     */
    record Due(
            long mailId,
            String email,
            String subject,
            @Nullable String body,
            Instant createdAt,
            @Nullable Instant usefulUntil,
            int tries) {
        boolean hasLink() {
            return usefulUntil != null;
        }

        /** Whether its link works no more. */
        boolean tooLate(Instant now) {
            return usefulUntil != null && !usefulUntil.isAfter(now);
        }
    }

    List<Reader> person(String userId) {
        return readers("select email, language from person where user_id = :subject", userId);
    }

    List<Reader> owners(String accountId) {
        return readers("""
                select p.email, p.language
                from member m join person p using (user_id)
                where m.account_id = :subject and m.role = 'owner'
                order by m.created_at
                """, accountId);
    }

    /** The person who let an app in; of a key, which has nobody behind it, the account's owners. */
    List<Reader> behind(String keyOrGrantId, String accountId) {
        var person = readers("""
                select p.email, p.language
                from oauth_grant g join person p using (user_id)
                where g.grant_id = :subject
                """, keyOrGrantId);
        return person.isEmpty() ? owners(accountId) : person;
    }

    private List<Reader> readers(String sql, String subject) {
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("subject", subject)
                .getResultStream()
                .map(row -> new Reader((String) row[0], (String) row[1]))
                .toList();
    }

    /** Empty where there is no account. */
    String accountName(@Nullable String accountId) {
        return session.createNativeQuery("select name from account where account_id = :accountId", String.class)
                .setParameter("accountId", accountId, String.class)
                .uniqueResultOptional()
                .orElse("");
    }

    /** @param usefulUntil when the link in it stops working, for which it is sealed; null where there is none */
    @Transactional(Transactional.TxType.MANDATORY)
    void add(String email, String subject, String body, @Nullable Instant usefulUntil, Instant now) {
        session.createNativeMutationQuery("""
                        insert into security_mail (email, subject, body, sealed, useful_until, created_at, due_at)
                        values (:email, :subject, :body, :sealed, :usefulUntil, :now, :now)
                        """)
                .setParameter("email", email)
                .setParameter("subject", subject)
                .setParameter("body", usefulUntil == null ? body : null, String.class)
                .setParameter("sealed", usefulUntil == null ? null : envelope.seal(name(email), body), byte[].class)
                .setParameter("usefulUntil", usefulUntil, Instant.class)
                .setParameter("now", now)
                .executeUpdate();
    }

    /**
     * The oldest that is due; it is due again after a pause that grows to an hour. One at a time, and the pause is longer than a mail server
     * is waited for, so that no other replica sends it meanwhile.
     */
    @Transactional
    Optional<Due> claim(Instant now) {
        return session.createNativeQuery("""
                        with due as (
                            select mail_id
                            from security_mail
                            where due_at <= :now and given_up_at is null
                            order by due_at
                            limit 1
                            for update skip locked
                        )
                        update security_mail m
                        set tries = m.tries + 1,
                            due_at = cast(:now as timestamptz) + least(interval '2 minutes' * power(2, least(m.tries, 6)), interval '1 hour')
                        from due
                        where m.mail_id = due.mail_id
                        returning m.mail_id, m.email, m.subject, m.body, m.created_at, m.sealed, m.useful_until, m.tries
                        """, Object[].class)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(this::due);
    }

    private Due due(Object[] row) {
        var email = (String) row[1];
        var sealed = (byte[]) row[5];
        return new Due(
                ((Number) row[0]).longValue(),
                email,
                (String) row[2],
                sealed == null
                        ? (String) row[3]
                        : envelope.open(name(email), sealed).orElse(null),
                (Instant) row[4],
                (Instant) row[6],
                ((Number) row[7]).intValue());
    }

    private static String name(String email) {
        return "e-mail to " + email;
    }

    /** It was sent, or is of no use any more. */
    @Transactional
    void remove(long mailId) {
        session.createNativeMutationQuery("delete from security_mail where mail_id = :mailId")
                .setParameter("mailId", mailId)
                .executeUpdate();
    }

    /** Forgets what was given up before. */
    @Transactional
    void forget(Instant before) {
        session.createNativeMutationQuery("delete from security_mail where given_up_at < :before")
                .setParameter("before", before)
                .executeUpdate();
    }

    /** It stays for whoever looks for it, and is tried no more. */
    @Transactional
    void giveUp(long mailId, Instant now) {
        session.createNativeMutationQuery("update security_mail set given_up_at = :now where mail_id = :mailId")
                .setParameter("now", now)
                .setParameter("mailId", mailId)
                .executeUpdate();
    }
}
