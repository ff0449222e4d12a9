package ru.xrouter.auth.oauth;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Signing keys in the database. */
@ApplicationScoped
class SigningKeyStore {
    private final Session session;

    SigningKeyStore(Session session) {
        this.session = session;
    }

    /** A key with its private part. */
    @RegisterForReflection
    record Kept(
            String kid,
            @SuppressWarnings("ArrayRecordComponent") byte[] privateEncrypted) {}

    @Transactional
    Optional<Kept> newest(Instant notBefore) {
        return session.createNativeQuery("""
                        select kid, private_encrypted
                        from signing_key
                        where created_at > :notBefore
                        order by created_at desc
                        limit 1
                        """, Object[].class)
                .setParameter("notBefore", notBefore)
                .getResultStream()
                .findFirst()
                .map(row -> new Kept((String) row[0], (byte[]) row[1]));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    List<Kept> all() {
        return session.createNativeQuery("select kid, private_encrypted from signing_key for update", Kept.class)
                .getResultList();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void reseal(String kid, byte[] privateEncrypted) {
        session.createNativeMutationQuery(
                        "update signing_key set private_encrypted = :privateEncrypted where kid = :kid")
                .setParameter("privateEncrypted", privateEncrypted)
                .setParameter("kid", kid)
                .executeUpdate();
    }

    @Transactional
    List<String> publicKeys(Instant notBefore) {
        return session.createNativeQuery(
                        "select public_jwk from signing_key where created_at > :notBefore order by created_at",
                        String.class)
                .setParameter("notBefore", notBefore)
                .getResultList();
    }

    @Transactional
    void add(String kid, String publicJwk, byte[] privateEncrypted, Instant now) {
        session.createNativeMutationQuery("""
                        insert into signing_key (kid, public_jwk, private_encrypted, created_at)
                        values (:kid, :publicJwk, :privateEncrypted, :now)
                        """)
                .setParameter("kid", kid)
                .setParameter("publicJwk", publicJwk)
                .setParameter("privateEncrypted", privateEncrypted)
                .setParameter("now", now)
                .executeUpdate();
    }
}
