package ru.xrouter.auth.apikey;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** API keys in the database. */
@ApplicationScoped
class ApiKeyStore implements PanacheRepositoryBase<ApiKey, String> {
    private final Session session;

    ApiKeyStore(Session session) {
        this.session = session;
    }

    Optional<ApiKey> findUsable(byte[] hash) {
        return find("from ApiKey k join fetch k.tier where k.hash = ?1 and k.revokedAt is null", (Object) hash)
                .firstResultOptional();
    }

    /** An account's keys, oldest first, revoked ones too. */
    List<ApiKey> ofAccount(String accountId, int atMost) {
        return find("from ApiKey k join fetch k.tier where k.accountId = ?1 order by k.createdAt, k.keyId", accountId)
                .page(0, atMost)
                .list();
    }

    long countUsable(String accountId) {
        return count("accountId = ?1 and revokedAt is null", accountId);
    }

    /** Whether such a key exists; one that is revoked already stays as it is. */
    @Transactional
    boolean revoke(String keyId, Instant now) {
        var sql = """
                update api_key
                set revoked_at = coalesce(revoked_at, :now)
                where key_id = :keyId
                """;
        return session.createNativeMutationQuery(sql)
                        .setParameter("now", now)
                        .setParameter("keyId", keyId)
                        .executeUpdate()
                > 0;
    }

    /** Ids of revoked keys that the gateways have not been told of, oldest revocation first. */
    List<String> revocationsToSend(int atMost) {
        var sql = """
                select key_id
                from api_key
                where revoked_at is not null and not revocation_sent
                order by revoked_at
                limit :atMost
                """;
        return session.createNativeQuery(sql, String.class)
                .setParameter("atMost", atMost)
                .getResultList();
    }

    @Transactional
    void revocationSent(String keyId) {
        session.createNativeMutationQuery("update api_key set revocation_sent = true where key_id = :keyId")
                .setParameter("keyId", keyId)
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
