package ru.xrouter.auth.credential;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Accounts' own credentials in the database, sealed. */
@ApplicationScoped
class ProviderCredentialStore {
    private static final String COLUMNS = """
            select account_id, provider, sealed, label, allow_fallback, created_at, validated_at, valid
            from provider_credential
            """;

    private final Session session;

    ProviderCredentialStore(Session session) {
        this.session = session;
    }

    /** One of them. */
    @RegisterForReflection
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Kept(
            String accountId,
            String provider,
            byte[] sealed,
            String label,
            boolean allowFallback,
            Instant createdAt,
            Instant validatedAt,
            boolean valid) {
        /** What the sealed text is bound to. */
        String name() {
            return name(accountId, provider);
        }

        static String name(String accountId, String provider) {
            return "provider_credential " + accountId + " " + provider;
        }
    }

    @Transactional
    List<Kept> ofAccount(String accountId) {
        return session.createNativeQuery(COLUMNS + "where account_id = :accountId order by provider", Kept.class)
                .setParameter("accountId", accountId)
                .getResultList();
    }

    @Transactional
    Optional<Kept> find(String accountId, String provider) {
        return session.createNativeQuery(COLUMNS + "where account_id = :accountId and provider = :provider", Kept.class)
                .setParameter("accountId", accountId)
                .setParameter("provider", provider)
                .uniqueResultOptional();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void put(Kept credential, String envelopeKey) {
        session.createNativeMutationQuery("""
                        insert into provider_credential (account_id, provider, sealed, envelope_key, label, allow_fallback,
                                                         created_at, validated_at, valid)
                        values (:accountId, :provider, :sealed, :envelopeKey, :label, :allowFallback, :createdAt,
                                :validatedAt, :valid)
                        on conflict (account_id, provider) do update
                            set sealed = excluded.sealed, envelope_key = excluded.envelope_key, label = excluded.label,
                                allow_fallback = excluded.allow_fallback, created_at = excluded.created_at,
                                validated_at = excluded.validated_at, valid = excluded.valid
                        """)
                .setParameter("accountId", credential.accountId())
                .setParameter("provider", credential.provider())
                .setParameter("sealed", credential.sealed())
                .setParameter("envelopeKey", envelopeKey)
                .setParameter("label", credential.label())
                .setParameter("allowFallback", credential.allowFallback())
                .setParameter("createdAt", credential.createdAt())
                .setParameter("validatedAt", credential.validatedAt())
                .setParameter("valid", credential.valid())
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    boolean choose(String accountId, String provider, boolean allowFallback) {
        return session.createNativeMutationQuery("""
                                update provider_credential
                                set allow_fallback = :allowFallback
                                where account_id = :accountId and provider = :provider
                                """)
                        .setParameter("allowFallback", allowFallback)
                        .setParameter("accountId", accountId)
                        .setParameter("provider", provider)
                        .executeUpdate()
                > 0;
    }

    /** Notes what the provider said, unless the credential has been replaced in the meantime. */
    @Transactional
    void validated(Kept credential, boolean valid, Instant now) {
        session.createNativeMutationQuery("""
                        update provider_credential
                        set validated_at = :now, valid = :valid
                        where account_id = :accountId and provider = :provider and created_at = :createdAt
                        """)
                .setParameter("now", now)
                .setParameter("valid", valid)
                .setParameter("accountId", credential.accountId())
                .setParameter("provider", credential.provider())
                .setParameter("createdAt", credential.createdAt())
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    boolean remove(String accountId, String provider) {
        return session.createNativeMutationQuery(
                                "delete from provider_credential where account_id = :accountId and provider = :provider")
                        .setParameter("accountId", accountId)
                        .setParameter("provider", provider)
                        .executeUpdate()
                > 0;
    }

    /** Some that are not under this envelope key, after a place in their order; locked until the transaction's end. */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Kept> notUnder(String envelopeKey, String afterName, int atMost) {
        return session.createNativeQuery(COLUMNS + """
                        where envelope_key <> :envelopeKey and account_id || ' ' || provider > :after
                        order by account_id || ' ' || provider
                        limit :atMost
                        for update
                        """, Kept.class)
                .setParameter("envelopeKey", envelopeKey)
                .setParameter("after", afterName)
                .setParameter("atMost", atMost)
                .getResultList();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void reseal(Kept credential, byte[] sealed, String envelopeKey) {
        session.createNativeMutationQuery("""
                        update provider_credential
                        set sealed = :sealed, envelope_key = :envelopeKey
                        where account_id = :accountId and provider = :provider
                        """)
                .setParameter("sealed", sealed)
                .setParameter("envelopeKey", envelopeKey)
                .setParameter("accountId", credential.accountId())
                .setParameter("provider", credential.provider())
                .executeUpdate();
    }
}
