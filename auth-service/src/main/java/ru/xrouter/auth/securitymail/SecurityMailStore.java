package ru.xrouter.auth.securitymail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** E-mails in the database until they are sent, and whom those about security are for. */
@ApplicationScoped
class SecurityMailStore {
    private final Session session;

    SecurityMailStore(Session session) {
        this.session = session;
    }

    /**
     * Who gets an e-mail.
     *
     * @param language null: both
     */
    record Reader(String email, @Nullable String language) {}

    /** An e-mail to be sent now. */
    record Due(long mailId, String email, String subject, String body, Instant createdAt) {}

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

    @Transactional(Transactional.TxType.MANDATORY)
    void add(String email, String subject, String body, Instant now) {
        session.createNativeMutationQuery("""
                        insert into security_mail (email, subject, body, created_at, due_at)
                        values (:email, :subject, :body, :now, :now)
                        """)
                .setParameter("email", email)
                .setParameter("subject", subject)
                .setParameter("body", body)
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
                        returning m.mail_id, m.email, m.subject, m.body, m.created_at
                        """, Object[].class)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(row -> new Due(
                        ((Number) row[0]).longValue(), (String) row[1], (String) row[2], (String) row[3], (Instant)
                                row[4]));
    }

    @Transactional
    void sent(long mailId) {
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
