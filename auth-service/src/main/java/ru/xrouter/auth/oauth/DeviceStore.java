package ru.xrouter.auth.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Waiting devices in the database. */
@ApplicationScoped
class DeviceStore {
    private final Session session;

    DeviceStore(Session session) {
        this.session = session;
    }

    /** A device that asks, as its person sees it. */
    record Asking(String clientId, Set<String> scopes, String address) {}

    /** What became of a device's request so far. */
    record Waiting(
            String clientId,
            Instant expiresAt,
            int intervalSeconds,
            @Nullable Instant polledAt,
            boolean denied,
            @Nullable String grantId,
            @Nullable Instant authTime) {}

    /** Whether nobody else has the user code. */
    @Transactional
    boolean add(byte[] hash, String userCode, Asking asking, Instant expiresAt, int intervalSeconds) {
        session.createNativeMutationQuery(
                        "delete from device_authorization where expires_at < now() - interval '1 day'")
                .executeUpdate();
        return session.createNativeMutationQuery("""
                        insert into device_authorization (hash, user_code, client_id, scopes, address, expires_at,
                            interval_seconds)
                        values (:hash, :userCode, :clientId, string_to_array(:scopes, ' '), :address, :expiresAt, :interval)
                        on conflict do nothing
                        """)
                        .setParameter("hash", hash)
                        .setParameter("userCode", userCode)
                        .setParameter("clientId", asking.clientId())
                        .setParameter("scopes", String.join(" ", asking.scopes()))
                        .setParameter("address", asking.address())
                        .setParameter("expiresAt", expiresAt)
                        .setParameter("interval", intervalSeconds)
                        .executeUpdate()
                == 1;
    }

    /** The device that shows this code and has no answer yet. */
    @Transactional
    Optional<Asking> asking(String userCode, Instant now) {
        return session.createNativeQuery("""
                        select client_id, array_to_string(scopes, ' '), address
                        from device_authorization
                        where user_code = :userCode and expires_at > :now and denied_at is null and grant_id is null
                        """, Object[].class)
                .setParameter("userCode", userCode)
                .setParameter("now", now)
                .getResultStream()
                .findFirst()
                .map(row -> new Asking((String) row[0], Set.of(((String) row[1]).split(" ", -1)), (String) row[2]));
    }

    /** Whether the device had no answer yet. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean answer(String userCode, @Nullable String grantId, @Nullable Instant authTime, Instant now) {
        return session.createNativeMutationQuery("""
                        update device_authorization
                        set grant_id = :grantId, auth_time = :authTime,
                            denied_at = case when cast(:grantId as text) is null then cast(:now as timestamptz) end
                        where user_code = :userCode and expires_at > :now and denied_at is null and grant_id is null
                        """)
                        .setParameter("grantId", grantId, String.class)
                        .setParameter("authTime", authTime, Instant.class)
                        .setParameter("now", now)
                        .setParameter("userCode", userCode)
                        .executeUpdate()
                == 1;
    }

    /** The device, which nobody else can look at until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Waiting> lock(byte[] hash) {
        return session.createNativeQuery("""
                        select client_id, expires_at, interval_seconds, polled_at, denied_at is not null, grant_id, auth_time
                        from device_authorization
                        where hash = :hash
                        for update
                        """, Object[].class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst()
                .map(row -> new Waiting(
                        (String) row[0],
                        (Instant) row[1],
                        ((Number) row[2]).intValue(),
                        (Instant) row[3],
                        (Boolean) row[4],
                        (String) row[5],
                        (Instant) row[6]));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void polled(byte[] hash, Instant now, int intervalSeconds) {
        session.createNativeMutationQuery("""
                        update device_authorization
                        set polled_at = :now, interval_seconds = :interval
                        where hash = :hash
                        """)
                .setParameter("now", now)
                .setParameter("interval", intervalSeconds)
                .setParameter("hash", hash)
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void remove(byte[] hash) {
        session.createNativeMutationQuery("delete from device_authorization where hash = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
    }
}
