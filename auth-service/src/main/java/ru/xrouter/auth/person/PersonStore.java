package ru.xrouter.auth.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.account.Role;

/** People, their sessions and their links in the database. */
@ApplicationScoped
class PersonStore {
    private final Session session;

    PersonStore(Session session) {
        this.session = session;
    }

    /**
     * @param password null when the person has set none
     * @param confirmed whether the e-mail is known to be the person's
     */
    record Row(String userId, String email, @Nullable String password, boolean confirmed) {}

    /** @param password the hash of the one that was chosen with this sign-up */
    record SignUp(String userId, String returnTo, String password) {}

    /** A session that waits for the second factor of the person who knew the password. */
    record Awaited(String sessionId, String userId, String email) {}

    /** One of a person's sessions. */
    record Open(String sessionId, Instant createdAt, Instant lastSeenAt, String address, String agent) {}

    @Transactional
    Optional<Row> byEmail(String email) {
        return session.createNativeQuery(
                        "select user_id, email, password, confirmed_at is not null from person where email = :email",
                        Object[].class)
                .setParameter("email", email)
                .getResultStream()
                .findFirst()
                .map(row -> new Row((String) row[0], (String) row[1], (String) row[2], (Boolean) row[3]));
    }

    /** Whether the e-mail was free. */
    boolean add(String userId, String email, @Nullable String password, Instant now) {
        return session.createNativeMutationQuery("""
                        insert into person (user_id, email, password, created_at)
                        values (:userId, :email, :password, :now)
                        on conflict (email) do nothing
                        """)
                        .setParameter("userId", userId)
                        .setParameter("email", email)
                        .setParameter("password", password, String.class)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** Whether the person was not confirmed before. */
    boolean confirm(String userId, Instant now) {
        return session.createNativeMutationQuery(
                                "update person set confirmed_at = :now where user_id = :userId and confirmed_at is null")
                        .setParameter("now", now)
                        .setParameter("userId", userId)
                        .executeUpdate()
                == 1;
    }

    void setPassword(String userId, @Nullable String password) {
        session.createNativeMutationQuery("update person set password = :password where user_id = :userId")
                .setParameter("password", password, String.class)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    String emailOf(String userId) {
        return session.createNativeQuery("select email from person where user_id = :userId", String.class)
                .setParameter("userId", userId)
                .getSingleResult();
    }

    /** @param password the hash of the one that was chosen with a sign-up; null for other links */
    void addLink(
            byte[] hash, String userId, String purpose, String returnTo, @Nullable String password, Instant expiresAt) {
        session.createNativeMutationQuery("""
                        insert into email_link (hash, user_id, purpose, return_to, password, expires_at)
                        values (:hash, :userId, :purpose, :returnTo, :password, :expiresAt)
                        """)
                .setParameter("hash", hash)
                .setParameter("userId", userId)
                .setParameter("purpose", purpose)
                .setParameter("returnTo", returnTo)
                .setParameter("password", password, String.class)
                .setParameter("expiresAt", expiresAt)
                .executeUpdate();
    }

    /** A sign-up that its link would confirm; locked while the transaction lasts, so that one link alone does. */
    @Transactional
    Optional<SignUp> signUp(byte[] hash, Instant now) {
        return session.createNativeQuery("""
                        select p.user_id, l.return_to, coalesce(l.password, p.password)
                        from email_link l
                        join person p using (user_id)
                        where l.hash = :hash and l.purpose = 'confirm' and l.expires_at > :now and p.confirmed_at is null
                        for update of p
                        """, Object[].class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(row -> new SignUp((String) row[0], (String) row[1], (String) row[2]));
    }

    /** The links of all who signed up with the person's e-mail. */
    void endSignUps(String userId) {
        endLinks(userId, "confirm");
    }

    /** The links that set a new password. */
    void endResets(String userId) {
        endLinks(userId, "reset");
    }

    private void endLinks(String userId, String purpose) {
        session.createNativeMutationQuery("delete from email_link where user_id = :userId and purpose = :purpose")
                .setParameter("userId", userId)
                .setParameter("purpose", purpose)
                .executeUpdate();
    }

    void addEmailLink(byte[] hash, String userId, String email, Instant expiresAt) {
        session.createNativeMutationQuery("""
                        insert into email_link (hash, user_id, purpose, return_to, email, expires_at)
                        values (:hash, :userId, 'email', '/account/security', :email, :expiresAt)
                        """)
                .setParameter("hash", hash)
                .setParameter("userId", userId)
                .setParameter("email", email)
                .setParameter("expiresAt", expiresAt)
                .executeUpdate();
    }

    /** Takes a link to a person's new e-mail out, so that nobody can use it again. */
    Optional<String> takeEmailLink(byte[] hash, String userId, Instant now) {
        return session.createNativeQuery("""
                        delete from email_link
                        where hash = :hash and user_id = :userId and purpose = 'email' and expires_at > :now
                        returning email
                        """, String.class)
                .setParameter("hash", hash)
                .setParameter("userId", userId)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    /** Whether nobody has the e-mail any more: who began to sign up with it and never confirmed it has no claim to it. */
    boolean vacate(String email) {
        for (var sql : List.of(
                "delete from email_link using person p where p.user_id = email_link.user_id and p.email = :email"
                        + " and p.confirmed_at is null",
                "delete from person where email = :email and confirmed_at is null")) {
            session.createNativeMutationQuery(sql).setParameter("email", email).executeUpdate();
        }
        return byEmail(email).isEmpty();
    }

    /** Links that went to the address before work no more. */
    void setEmail(String userId, String email) {
        session.createNativeMutationQuery("update person set email = :email where user_id = :userId")
                .setParameter("email", email)
                .setParameter("userId", userId)
                .executeUpdate();
        session.createNativeMutationQuery("delete from email_link where user_id = :userId")
                .setParameter("userId", userId)
                .executeUpdate();
    }

    /** Whether the link leads to a new password. */
    @Transactional
    boolean hasReset(byte[] hash, Instant now) {
        return session.createNativeQuery(
                        "select exists (select from email_link where hash = :hash and purpose = 'reset' and expires_at > :now)",
                        Boolean.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getSingleResult();
    }

    /** Whose link to a new password it is; takes it out, so that nobody can use it again. */
    Optional<String> takeReset(byte[] hash, Instant now) {
        return session.createNativeQuery("""
                        delete from email_link
                        where hash = :hash and purpose = 'reset' and expires_at > :now
                        returning user_id
                        """, String.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    @Transactional
    void open(
            String sessionId,
            byte[] hash,
            String userId,
            Sessions.Stage stage,
            Instant signedInAt,
            Instant now,
            Instant end,
            String address,
            String agent) {
        session.createNativeMutationQuery("""
                        insert into session (session_id, hash, user_id, awaits_second_factor, by_second_factor, created_at,
                            last_seen_at, expires_at, address, agent)
                        values (:sessionId, :hash, :userId, :awaits, :shown, :signedInAt, :now, :end, :address, :agent)
                        """)
                .setParameter("awaits", stage == Sessions.Stage.AWAITS_SECOND_FACTOR)
                .setParameter("shown", stage == Sessions.Stage.BY_SECOND_FACTOR)
                .setParameter("sessionId", sessionId)
                .setParameter("hash", hash)
                .setParameter("userId", userId)
                .setParameter("signedInAt", signedInAt)
                .setParameter("now", now)
                .setParameter("end", end)
                .setParameter("address", address)
                .setParameter("agent", agent)
                .executeUpdate();
    }

    @Transactional
    Optional<SignedIn> signedIn(byte[] hash, Instant now) {
        return session.createNativeQuery("""
                        select s.session_id, p.user_id, p.email, m.account_id, coalesce(a.name, ''), m.role,
                            s.by_second_factor, s.created_at
                        from session s
                            join person p using (user_id)
                            left join (member m join account a on a.account_id = m.account_id and a.closed_at is null)
                                on m.user_id = p.user_id
                        where s.hash = :hash and s.expires_at > :now and not s.awaits_second_factor
                            and p.confirmed_at is not null
                        order by m.account_id = s.account_id desc nulls last, m.created_at
                        limit 1
                        """, Object[].class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(row -> new SignedIn((String) row[0], person(row), (Boolean) row[6], (Instant) row[7]));
    }

    /** Whose second factor a session waits for. */
    @Transactional
    Optional<Awaited> awaited(byte[] hash, Instant now) {
        return session.createNativeQuery("""
                        select s.session_id, p.user_id, p.email
                        from session s join person p using (user_id)
                        where s.hash = :hash and s.expires_at > :now and s.awaits_second_factor
                        """, Object[].class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(row -> new Awaited((String) row[0], (String) row[1], (String) row[2]));
    }

    private static Person person(Object[] row) {
        var role = row[5] == null ? null : Role.ofMember((String) row[5]).orElseThrow();
        return new Person((String) row[1], (String) row[2], (String) row[3], (String) row[4], role);
    }

    /** Whether the person belongs to the account and acts for it from now on. */
    @Transactional
    boolean actFor(String sessionId, String userId, String accountId) {
        return session.createNativeMutationQuery("""
                        update session
                        set account_id = :accountId
                        where session_id = :sessionId and exists (
                            select
                            from member m join account a using (account_id)
                            where m.account_id = :accountId and m.user_id = :userId and a.closed_at is null)
                        """)
                        .setParameter("accountId", accountId)
                        .setParameter("sessionId", sessionId)
                        .setParameter("userId", userId)
                        .executeUpdate()
                == 1;
    }

    @Transactional
    void seen(String sessionId, Instant now) {
        session.createNativeMutationQuery("""
                        update session
                        set last_seen_at = :now
                        where session_id = :sessionId and last_seen_at < :aMinuteAgo
                        """)
                .setParameter("now", now)
                .setParameter("aMinuteAgo", now.minusSeconds(60))
                .setParameter("sessionId", sessionId)
                .executeUpdate();
    }

    /** Remembers the language in which the person reads our pages; writes nothing when it is the same as before. */
    @Transactional
    void reads(String userId, String language) {
        session.createNativeMutationQuery("""
                        update person
                        set language = :language
                        where user_id = :userId and language is distinct from :language
                        """)
                .setParameter("language", language)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    @Transactional
    List<Open> sessions(String userId, Instant now) {
        return session.createNativeQuery("""
                        select session_id, created_at, last_seen_at, address, agent
                        from session
                        where user_id = :userId and expires_at > :now and not awaits_second_factor
                        order by last_seen_at desc
                        """, Object[].class)
                .setParameter("userId", userId)
                .setParameter("now", now)
                .getResultStream()
                .map(row ->
                        new Open((String) row[0], (Instant) row[1], (Instant) row[2], (String) row[3], (String) row[4]))
                .toList();
    }

    @Transactional
    void endHeld(byte[] hash) {
        session.createNativeMutationQuery("delete from session where hash = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
    }

    /** @param sessionId null ends all of the person's sessions */
    @Transactional
    int end(String userId, @Nullable String sessionId) {
        return session.createNativeMutationQuery("""
                        delete from session
                        where user_id = :userId and session_id = coalesce(cast(:sessionId as text), session_id)
                        """)
                .setParameter("userId", userId)
                .setParameter("sessionId", sessionId, String.class)
                .executeUpdate();
    }
}
