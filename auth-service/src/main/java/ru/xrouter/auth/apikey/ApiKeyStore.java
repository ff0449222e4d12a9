package ru.xrouter.auth.apikey;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.apikey.KeyHashes.KeyHash;

/** API keys in the database. */
@ApplicationScoped
class ApiKeyStore implements PanacheRepositoryBase<ApiKey, String> {
    private final Session session;

    ApiKeyStore(Session session) {
        this.session = session;
    }

    /** The secret stored under one of the hashes, with its key, when the key may be used. */
    Optional<ApiKeySecret> opening(List<byte[]> hashes) {
        var hql = """
                from ApiKeySecret s join fetch s.key k join fetch k.tier
                where s.hash in :hashes and k.revokedAt is null and not k.disabled
                    and exists (select 1 from Account a where a.accountId = k.accountId and a.closedAt is null)
                """;
        return session.createQuery(hql, ApiKeySecret.class)
                .setParameterList("hashes", hashes)
                .getResultStream()
                .findFirst();
    }

    /** An account's key, revoked or not. */
    Optional<ApiKey> ofAccount(String accountId, String keyId) {
        return find("from ApiKey k join fetch k.tier where k.accountId = ?1 and k.keyId = ?2", accountId, keyId)
                .firstResultOptional();
    }

    /** Waits for whoever changes it, and reads it anew. */
    void lock(ApiKey key) {
        session.refresh(key, LockModeType.PESSIMISTIC_WRITE);
    }

    /** An account's keys, oldest first. */
    List<ApiKey> ofAccount(String accountId, boolean revokedToo, int offset, int atMost) {
        var hql = """
                from ApiKey k join fetch k.tier
                where k.accountId = :accountId and (:revokedToo = true or k.revokedAt is null)
                order by k.createdAt, k.keyId
                """;
        return session.createQuery(hql, ApiKey.class)
                .setParameter("accountId", accountId)
                .setParameter("revokedToo", revokedToo)
                .setFirstResult(offset)
                .setMaxResults(atMost)
                .getResultList();
    }

    long countUsable(String accountId) {
        return count("accountId = ?1 and revokedAt is null", accountId);
    }

    void persist(ApiKeySecret secret) {
        session.persist(secret);
    }

    /** Lets the key's secrets live until then at most, and forgets those that have ended. */
    void endSecrets(String keyId, Instant now, Instant end) {
        session.createNativeMutationQuery("delete from api_key_secret where key_id = :keyId and expires_at <= :now")
                .setParameter("keyId", keyId)
                .setParameter("now", now)
                .executeUpdate();
        var sql = """
                update api_key_secret
                set expires_at = least(coalesce(expires_at, :end), :end)
                where key_id = :keyId
                """;
        session.createNativeMutationQuery(sql)
                .setParameter("keyId", keyId)
                .setParameter("end", end)
                .executeUpdate();
    }

    /** Stores a secret under another hash. */
    @Transactional
    void rehash(byte[] before, KeyHash after) {
        session.createNativeMutationQuery(
                        "update api_key_secret set hash = :hash, pepper = :pepper where hash = :before")
                .setParameter("hash", after.bytes())
                .setParameter("pepper", after.pepper())
                .setParameter("before", before)
                .executeUpdate();
    }

    /** Writes times of last use, at most one a minute per key; rows that another replica is writing are passed over. */
    @Transactional
    void touch(Map<String, Instant> lastUse) {
        var sql = """
                with used as (
                    select key_id, at
                    from unnest(cast(:keyIds as text[]), cast(cast(:times as text[]) as timestamptz[])) as u (key_id, at)
                ), due as (
                    select k.key_id
                    from api_key k join used using (key_id)
                    where k.last_used_at is null or k.last_used_at < used.at - interval '1 minute'
                    order by k.key_id
                    for update of k skip locked
                )
                update api_key k
                set last_used_at = used.at
                from due join used using (key_id)
                where k.key_id = due.key_id
                """;
        var entries = List.copyOf(lastUse.entrySet());
        session.createNativeMutationQuery(sql)
                .setParameter("keyIds", entries.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .setParameter(
                        "times",
                        entries.stream()
                                .map(entry -> entry.getValue().toString())
                                .toArray(String[]::new))
                .executeUpdate();
    }
}
