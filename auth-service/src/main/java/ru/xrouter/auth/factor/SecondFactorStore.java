package ru.xrouter.auth.factor;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.secret.Envelope;
import ru.xrouter.auth.secret.SealedRows;

/** Second factors and recovery codes in the database. */
@ApplicationScoped
class SecondFactorStore implements SealedRows {
    private static final int AT_ONCE = 500;
    /** So long after the password was shown a new secret can be seen and confirmed: a browser may be left open. */
    private static final Duration SETUP = Duration.ofMinutes(10);

    private final Session session;
    private final Envelope envelope;

    SecondFactorStore(Session session, Envelope envelope) {
        this.session = session;
        this.envelope = envelope;
    }

    /**
     * A factor as it is kept.
     *
     * @param secret empty when it was encrypted under a key that is lost: no code is right then, recovery codes still are
     * @param failed how many wrong codes came since {@code failedSince}
     */
    record Factor(Optional<String> secret, boolean confirmed, long lastStep, int failed, Instant failedSince) {}

    @Transactional
    boolean confirmed(String userId) {
        return !session.createNativeQuery(
                        "select 1 from second_factor where user_id = :userId and confirmed_at is not null",
                        Integer.class)
                .setParameter("userId", userId)
                .getResultList()
                .isEmpty();
    }

    @Transactional
    int recoveryCodes(String userId) {
        return session.createNativeQuery("select count(*) from recovery_code where user_id = :userId", Long.class)
                .setParameter("userId", userId)
                .getSingleResult()
                .intValue();
    }

    /** In place of one that was never confirmed; one that was stays. */
    boolean begin(String userId, String secret, Instant now) {
        return session.createNativeMutationQuery("""
                        insert into second_factor (user_id, secret_encrypted, created_at)
                        values (:userId, :secret, :now)
                        on conflict (user_id) do update
                        set secret_encrypted = :secret, created_at = :now
                        where second_factor.confirmed_at is null
                        """)
                        .setParameter("userId", userId)
                        .setParameter("secret", envelope.seal(name(userId), secret))
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** The factor, or one that was begun lately, which nobody else can look at until the transaction ends: a code counts once. */
    Optional<Factor> lock(String userId) {
        return session.createNativeQuery("""
                        select secret_encrypted, confirmed_at is not null, last_step, failed, failed_since
                        from second_factor
                        where user_id = :userId and (confirmed_at is not null or created_at > :begunSince)
                        for update
                        """, Object[].class)
                .setParameter("userId", userId)
                .setParameter("begunSince", Instant.now().minus(SETUP))
                .getResultStream()
                .findFirst()
                .map(row -> new Factor(
                        envelope.open(name(userId), (byte[]) row[0]),
                        (Boolean) row[1],
                        ((Number) row[2]).longValue(),
                        ((Number) row[3]).intValue(),
                        (Instant) row[4]));
    }

    void confirm(String userId, Instant now) {
        session.createNativeMutationQuery("update second_factor set confirmed_at = :now where user_id = :userId")
                .setParameter("now", now)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void took(String userId, long step) {
        session.createNativeMutationQuery(
                        "update second_factor set last_step = :step, failed = 0 where user_id = :userId")
                .setParameter("step", step)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void failed(String userId, int times, Instant since) {
        session.createNativeMutationQuery(
                        "update second_factor set failed = :times, failed_since = :since where user_id = :userId")
                .setParameter("times", times)
                .setParameter("since", since)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    /** Whether there was such a code. */
    boolean use(String userId, byte[] hash) {
        return session.createNativeMutationQuery("delete from recovery_code where user_id = :userId and hash = :hash")
                        .setParameter("userId", userId)
                        .setParameter("hash", hash)
                        .executeUpdate()
                == 1;
    }

    void replaceRecoveryCodes(String userId, List<byte[]> hashes) {
        session.createNativeMutationQuery("delete from recovery_code where user_id = :userId")
                .setParameter("userId", userId)
                .executeUpdate();
        for (var hash : hashes) {
            session.createNativeMutationQuery("insert into recovery_code (hash, user_id) values (:hash, :userId)")
                    .setParameter("hash", hash)
                    .setParameter("userId", userId)
                    .executeUpdate();
        }
    }

    void remove(String userId) {
        session.createNativeMutationQuery("delete from second_factor where user_id = :userId")
                .setParameter("userId", userId)
                .executeUpdate();
    }

    @Override
    public String name() {
        return "second_factors";
    }

    @Override
    @Transactional
    public int reseal() {
        var count = 0;
        var after = "";
        for (var some = sealed(after); !some.isEmpty(); some = sealed(after)) {
            for (var kept : some) {
                count += reseal(kept);
            }
            after = some.getLast().userId();
        }
        return count;
    }

    /** A secret as it is kept. */
    @RegisterForReflection
    record Sealed(
            String userId,
            @SuppressWarnings("ArrayRecordComponent") byte[] secret) {}

    private List<Sealed> sealed(String after) {
        return session.createNativeQuery(
                        "select user_id, secret_encrypted from second_factor where user_id > :after order by user_id",
                        Sealed.class)
                .setParameter("after", after)
                .setMaxResults(AT_ONCE)
                .getResultList();
    }

    /** Leaves one alone that was set up anew meanwhile. */
    private int reseal(Sealed kept) {
        return envelope.resealed(name(kept.userId()), kept.secret())
                .map(fresh -> session.createNativeMutationQuery("""
                                update second_factor
                                set secret_encrypted = :fresh
                                where user_id = :userId and secret_encrypted = :before
                                """)
                        .setParameter("fresh", fresh)
                        .setParameter("userId", kept.userId())
                        .setParameter("before", kept.secret())
                        .executeUpdate())
                .orElse(0);
    }

    private static String name(String userId) {
        return "second factor of " + userId;
    }
}
