package ru.xrouter.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Codes for keys in the database. */
@ApplicationScoped
class KeyCodeStore {
    private final Session session;

    KeyCodeStore(Session session) {
        this.session = session;
    }

    /** What a person allowed; {@code keyId} is the key that was made of it. */
    record KeyCode(
            String accountId,
            String userId,
            String app,
            String codeChallenge,
            @Nullable Long capMicros,
            @Nullable String capPeriod,
            Instant expiresAt,
            @Nullable String keyId) {}

    void add(byte[] hash, KeyCode code) {
        session.createNativeMutationQuery("""
                        insert into key_code (hash, account_id, user_id, app, code_challenge, cap_micros, cap_period, expires_at)
                        values (:hash, :accountId, :userId, :app, :codeChallenge, :capMicros, :capPeriod, :expiresAt)
                        """)
                .setParameter("hash", hash)
                .setParameter("accountId", code.accountId())
                .setParameter("userId", code.userId())
                .setParameter("app", code.app())
                .setParameter("codeChallenge", code.codeChallenge())
                .setParameter("capMicros", code.capMicros(), Long.class)
                .setParameter("capPeriod", code.capPeriod(), String.class)
                .setParameter("expiresAt", code.expiresAt())
                .executeUpdate();
    }

    /** The code, which nobody else can look at until the transaction ends. */
    Optional<KeyCode> lock(byte[] hash) {
        return session.createNativeQuery("""
                        select account_id, user_id, app, code_challenge, cap_micros, cap_period, expires_at, key_id
                        from key_code
                        where hash = :hash
                        for update
                        """, Object[].class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst()
                .map(row -> new KeyCode(
                        (String) row[0],
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        row[4] == null ? null : ((Number) row[4]).longValue(),
                        (String) row[5],
                        (Instant) row[6],
                        (String) row[7]));
    }

    void use(byte[] hash, String keyId) {
        session.createNativeMutationQuery("update key_code set key_id = :keyId where hash = :hash")
                .setParameter("keyId", keyId)
                .setParameter("hash", hash)
                .executeUpdate();
    }
}
