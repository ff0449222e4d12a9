package ru.xrouter.auth.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Grants, codes and tokens in the database. */
@ApplicationScoped
class GrantStore {
    private static final String GRANT = """
            select g.grant_id, g.client_id, c.name, g.user_id, g.account_id, array_to_string(g.scopes, ' '), g.cap_micros,
                g.cap_period, g.created_at
            from oauth_grant g join oauth_client c using (client_id)
            """;

    private final Session session;

    GrantStore(Session session) {
        this.session = session;
    }

    /** A code as it was issued. */
    record Code(
            String grantId,
            String clientId,
            String redirectUri,
            String codeChallenge,
            Instant expiresAt,
            boolean used,
            @Nullable String nonce,
            @Nullable Instant authTime) {
        OpenId.@Nullable Authentication authentication() {
            return authTime == null ? null : new OpenId.Authentication(nonce, authTime);
        }
    }

    /** A token that is valid, with its grant. */
    record Token(Grant grant, Instant issuedAt, Instant expiresAt) {}

    void add(Grant grant) {
        session.createNativeMutationQuery("""
                        insert into oauth_grant (grant_id, client_id, user_id, account_id, scopes, cap_micros, cap_period,
                            created_at)
                        values (:grantId, :clientId, :userId, :accountId, string_to_array(:scopes, ' '), :capMicros,
                            :capPeriod, :createdAt)
                        """)
                .setParameter("grantId", grant.grantId())
                .setParameter("clientId", grant.clientId())
                .setParameter("userId", grant.userId())
                .setParameter("accountId", grant.accountId())
                .setParameter("scopes", String.join(" ", grant.scopes()))
                .setParameter("capMicros", grant.capMicros(), Long.class)
                .setParameter("capPeriod", grant.capPeriod(), String.class)
                .setParameter("createdAt", grant.createdAt())
                .executeUpdate();
    }

    /** Takes back a grant that nobody has heard of. */
    void forget(String grantId) {
        session.createNativeMutationQuery("delete from oauth_grant where grant_id = :grantId")
                .setParameter("grantId", grantId)
                .executeUpdate();
    }

    @Transactional
    String emailOf(String userId) {
        return session.createNativeQuery("select email from person where user_id = :userId", String.class)
                .setParameter("userId", userId)
                .getSingleResult();
    }

    void addCode(
            byte[] hash,
            String grantId,
            String redirectUri,
            String codeChallenge,
            OpenId.@Nullable Authentication authentication,
            Instant expiresAt) {
        session.createNativeMutationQuery("""
                        insert into authorization_code (hash, grant_id, redirect_uri, code_challenge, nonce, auth_time,
                            expires_at)
                        values (:hash, :grantId, :redirectUri, :codeChallenge, :nonce, :authTime, :expiresAt)
                        """)
                .setParameter("nonce", authentication == null ? null : authentication.nonce(), String.class)
                .setParameter("authTime", authentication == null ? null : authentication.authTime(), Instant.class)
                .setParameter("hash", hash)
                .setParameter("grantId", grantId)
                .setParameter("redirectUri", redirectUri)
                .setParameter("codeChallenge", codeChallenge)
                .setParameter("expiresAt", expiresAt)
                .executeUpdate();
    }

    /** The code, which nobody else can look at until the transaction ends. */
    Optional<Code> lockCode(byte[] hash) {
        return session.createNativeQuery("""
                        select a.grant_id, g.client_id, a.redirect_uri, a.code_challenge, a.expires_at, a.used_at is not null,
                            a.nonce, a.auth_time
                        from authorization_code a join oauth_grant g using (grant_id)
                        where a.hash = :hash
                        for update of a
                        """, Object[].class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst()
                .map(row -> new Code(
                        (String) row[0],
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        (Instant) row[4],
                        (Boolean) row[5],
                        (String) row[6],
                        (Instant) row[7]));
    }

    void useCode(byte[] hash, Instant now) {
        session.createNativeMutationQuery("update authorization_code set used_at = :now where hash = :hash")
                .setParameter("now", now)
                .setParameter("hash", hash)
                .executeUpdate();
    }

    void addToken(String jti, String grantId, Instant issuedAt, Instant expiresAt) {
        session.createNativeMutationQuery("""
                        insert into access_token (jti, grant_id, issued_at, expires_at)
                        values (:jti, :grantId, :issuedAt, :expiresAt)
                        """)
                .setParameter("jti", jti)
                .setParameter("grantId", grantId)
                .setParameter("issuedAt", issuedAt)
                .setParameter("expiresAt", expiresAt)
                .executeUpdate();
    }

    /** A grant that is in force: neither it nor its client is ended, and its person is still a member of the account, which is open. */
    @Transactional
    Optional<Grant> living(String grantId) {
        var sql = GRANT + """
                where g.grant_id = :grantId and g.revoked_at is null and c.disabled_at is null
                    and exists (
                        select
                        from member m join account a using (account_id)
                        where m.account_id = g.account_id and m.user_id = g.user_id and a.closed_at is null)
                """;
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("grantId", grantId)
                .getResultStream()
                .findFirst()
                .map(GrantStore::grant);
    }

    @Transactional
    Optional<Token> token(String jti, Instant now) {
        var found = session.createNativeQuery("""
                        select grant_id, issued_at, expires_at
                        from access_token
                        where jti = :jti and revoked_at is null and expires_at > :now
                        """, Object[].class)
                .setParameter("jti", jti)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
        return found.flatMap(row ->
                living((String) row[0]).map(grant -> new Token(grant, (Instant) row[1], (Instant) row[2])));
    }

    @Transactional
    List<Grant> ofUser(String userId) {
        var sql = GRANT + """
                where g.user_id = :userId and g.revoked_at is null and c.disabled_at is null
                order by g.created_at desc
                """;
        return session.createNativeQuery(sql, Object[].class)
                .setParameter("userId", userId)
                .getResultStream()
                .map(GrantStore::grant)
                .toList();
    }

    /** A grant that has ended, and whose it was. */
    record Ended(String grantId, String accountId, String userId) {}

    /** The grants that this ended; each criterion that is null holds for all. */
    List<Ended> revoke(@Nullable String grantId, @Nullable String clientId, @Nullable String userId, Instant now) {
        return session.createNativeQuery("""
                        update oauth_grant
                        set revoked_at = :now
                        where revoked_at is null
                            and grant_id = coalesce(cast(:grantId as text), grant_id)
                            and client_id = coalesce(cast(:clientId as text), client_id)
                            and user_id = coalesce(cast(:userId as text), user_id)
                        returning grant_id, account_id, user_id
                        """, Object[].class)
                .setParameter("now", now)
                .setParameter("grantId", grantId, String.class)
                .setParameter("clientId", clientId, String.class)
                .setParameter("userId", userId, String.class)
                .getResultStream()
                .map(row -> new Ended((String) row[0], (String) row[1], (String) row[2]))
                .toList();
    }

    /** The grant of a token that this client got and that this ended. */
    Optional<String> revokeToken(String jti, String clientId, Instant now) {
        return session.createNativeQuery("""
                        update access_token t
                        set revoked_at = :now
                        from oauth_grant g
                        where t.jti = :jti and t.revoked_at is null and g.grant_id = t.grant_id and g.client_id = :clientId
                        returning t.grant_id
                        """, String.class)
                .setParameter("now", now)
                .setParameter("jti", jti)
                .setParameter("clientId", clientId)
                .getResultStream()
                .findFirst();
    }

    private static Grant grant(Object[] row) {
        return new Grant(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                Set.of(((String) row[5]).split(" ", -1)),
                row[6] == null ? null : ((Number) row[6]).longValue(),
                (String) row[7],
                (Instant) row[8]);
    }
}
