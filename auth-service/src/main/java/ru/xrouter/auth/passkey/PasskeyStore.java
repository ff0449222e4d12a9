package ru.xrouter.auth.passkey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Passkeys in the database. */
@ApplicationScoped
class PasskeyStore {
    private final Session session;

    PasskeyStore(Session session) {
        this.session = session;
    }

    /** A passkey as it is kept. */
    @SuppressWarnings("ArrayRecordComponent")
    record Kept(
            String passkeyId, byte[] credentialId, String userId, byte[] credential, long signCount, boolean shared) {}

    /** One of a person's passkeys. */
    @SuppressWarnings("ArrayRecordComponent")
    record Named(
            String passkeyId,
            byte[] credentialId,
            String name,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    /** The passkey, which nobody else can look at until the transaction ends: its counter only grows. */
    Optional<Kept> lock(byte[] credentialId) {
        return session.createNativeQuery("""
                        select passkey_id, credential_id, user_id, credential, sign_count, shared
                        from passkey
                        where credential_id = :credentialId
                        for update
                        """, Object[].class)
                .setParameter("credentialId", credentialId)
                .getResultStream()
                .findFirst()
                .map(row -> new Kept(
                        (String) row[0],
                        (byte[]) row[1],
                        (String) row[2],
                        (byte[]) row[3],
                        ((Number) row[4]).longValue(),
                        (Boolean) row[5]));
    }

    /** Whether there was place for it, and the device had not told it before. */
    boolean add(Kept passkey, String name, Instant now, int atMost) {
        return session.createNativeMutationQuery("""
                        insert into passkey
                            (passkey_id, credential_id, user_id, name, credential, sign_count, shared, created_at)
                        select :passkeyId, :credentialId, :userId, :name, :credential, :signCount, :shared, :now
                        where (select count(*) from passkey where user_id = :userId) < :atMost
                        on conflict do nothing
                        """)
                        .setParameter("passkeyId", passkey.passkeyId())
                        .setParameter("credentialId", passkey.credentialId())
                        .setParameter("userId", passkey.userId())
                        .setParameter("name", name)
                        .setParameter("credential", passkey.credential())
                        .setParameter("signCount", passkey.signCount())
                        .setParameter("shared", passkey.shared())
                        .setParameter("now", now)
                        .setParameter("atMost", atMost)
                        .executeUpdate()
                == 1;
    }

    void used(String passkeyId, long signCount, Instant now) {
        session.createNativeMutationQuery("""
                        update passkey
                        set sign_count = :signCount, last_used_at = :now
                        where passkey_id = :passkeyId
                        """)
                .setParameter("signCount", signCount)
                .setParameter("now", now)
                .setParameter("passkeyId", passkeyId)
                .executeUpdate();
    }

    @Transactional
    List<Named> of(String userId) {
        return session.createNativeQuery("""
                        select passkey_id, credential_id, name, created_at, last_used_at
                        from passkey
                        where user_id = :userId
                        order by created_at
                        """, Object[].class)
                .setParameter("userId", userId)
                .getResultStream()
                .map(row -> new Named(
                        (String) row[0], (byte[]) row[1], (String) row[2], (Instant) row[3], (Instant) row[4]))
                .toList();
    }

    /** Whether it is the person's. */
    boolean rename(String userId, String passkeyId, String name) {
        return session.createNativeMutationQuery("""
                        update passkey
                        set name = :name
                        where user_id = :userId and passkey_id = :passkeyId
                        """)
                        .setParameter("name", name)
                        .setParameter("userId", userId)
                        .setParameter("passkeyId", passkeyId)
                        .executeUpdate()
                == 1;
    }

    /** Its name; empty when it was not the person's. */
    Optional<String> remove(String userId, String passkeyId) {
        return session.createNativeQuery("""
                        delete from passkey where user_id = :userId and passkey_id = :passkeyId returning name
                        """, String.class)
                .setParameter("userId", userId)
                .setParameter("passkeyId", passkeyId)
                .getResultStream()
                .findFirst();
    }

    /** How many the person had. */
    int removeAll(String userId) {
        return session.createNativeMutationQuery("delete from passkey where user_id = :userId")
                .setParameter("userId", userId)
                .executeUpdate();
    }
}
