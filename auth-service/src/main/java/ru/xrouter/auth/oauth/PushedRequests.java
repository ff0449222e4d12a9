package ru.xrouter.auth.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.hibernate.Session;
import ru.xrouter.auth.secret.Hashes;

/** Authorization requests that apps have pushed (RFC 9126): each belongs to its app, lives ten minutes and is decided once. */
@ApplicationScoped
class PushedRequests {
    /** Long enough for a person who has to sign up first. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
    private static final int BYTES = 32;

    private final Session session;
    private final SecureRandom random = new SecureRandom();

    PushedRequests(Session session) {
        this.session = session;
    }

    /** Keeps a request that has been checked. */
    @Transactional
    URI add(String clientId, String query) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var uri = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        session.createNativeMutationQuery("delete from pushed_request where expires_at < now()")
                .executeUpdate();
        session.createNativeMutationQuery("""
                        insert into pushed_request (hash, client_id, query, expires_at)
                        values (:hash, :clientId, :query, :expiresAt)
                        """)
                .setParameter("hash", Hashes.sha256(uri))
                .setParameter("clientId", clientId)
                .setParameter("query", query)
                .setParameter("expiresAt", Instant.now().plus(LIFETIME))
                .executeUpdate();
        return URI.create(uri);
    }

    /** The query of a request that is yet to be decided. */
    @Transactional
    Optional<String> find(URI uri, String clientId) {
        return session.createNativeQuery("""
                        select query
                        from pushed_request
                        where hash = :hash and client_id = :clientId and expires_at > :now
                        """, String.class)
                .setParameter("hash", Hashes.sha256(uri.toString()))
                .setParameter("clientId", clientId)
                .setParameter("now", Instant.now())
                .uniqueResultOptional();
    }

    /** Whether the request was yet to be decided; from now on it is not. */
    @Transactional
    boolean decide(URI uri) {
        return session.createNativeMutationQuery("delete from pushed_request where hash = :hash and expires_at > :now")
                        .setParameter("hash", Hashes.sha256(uri.toString()))
                        .setParameter("now", Instant.now())
                        .executeUpdate()
                == 1;
    }
}
