package ru.xrouter.auth.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Clients in the database, and the assertions they have used. */
@ApplicationScoped
class ClientStore {
    private static final String CLIENT = """
            select name, auth_method, secret_hash, jwks, array_to_string(redirect_uris, chr(10)),
                array_to_string(scopes, ' '), token_lifetime_seconds, device, self_registered, created_at
            from oauth_client
            where client_id = :clientId and disabled_at is null
            """;

    private final Session session;

    ClientStore(Session session) {
        this.session = session;
    }

    /** A client that registered itself, and since when. */
    record Registered(Client client, Instant since) {}

    /** A client that is not disabled. */
    @Transactional
    Optional<Client> find(String clientId) {
        return session.createNativeQuery(CLIENT, Object[].class)
                .setParameter("clientId", clientId)
                .getResultStream()
                .findFirst()
                .map(row -> client(clientId, row));
    }

    /** A client that registered itself and got the token of this hash then. */
    @Transactional
    Optional<Registered> registered(String clientId, byte[] tokenHash) {
        return session.createNativeQuery(CLIENT + " and registration_token_hash = :tokenHash", Object[].class)
                .setParameter("clientId", clientId)
                .setParameter("tokenHash", tokenHash)
                .getResultStream()
                .findFirst()
                .map(row -> new Registered(client(clientId, row), (Instant) row[9]));
    }

    private static Client client(String clientId, Object[] row) {
        return new Client(
                clientId,
                (String) row[0],
                (String) row[1],
                row[2] == null ? null : new Client.SecretHash((byte[]) row[2]),
                (String) row[3],
                ((String) row[4]).lines().toList(),
                Set.of(((String) row[5]).split(" ", -1)),
                ((Number) row[6]).longValue(),
                (Boolean) row[7],
                (Boolean) row[8]);
    }

    /** Replaces what a client says of itself; how it authenticates stays. Whether it is still in use. */
    @Transactional
    boolean change(Client client) {
        return session.createNativeMutationQuery("""
                        update oauth_client
                        set name = :name, jwks = :jwks, redirect_uris = string_to_array(:redirectUris, chr(10)),
                            scopes = string_to_array(:scopes, ' '), device = :device
                        where client_id = :clientId and disabled_at is null
                        """)
                        .setParameter("clientId", client.clientId())
                        .setParameter("name", client.name())
                        .setParameter("jwks", client.jwks(), String.class)
                        .setParameter("redirectUris", String.join("\n", client.redirectUris()))
                        .setParameter("scopes", String.join(" ", client.scopes()))
                        .setParameter("device", client.device())
                        .executeUpdate()
                == 1;
    }

    @Transactional
    void add(Client client, byte @Nullable [] secretHash, byte @Nullable [] registrationTokenHash, Instant now) {
        session.createNativeMutationQuery("""
                        insert into oauth_client (client_id, name, auth_method, secret_hash, jwks, redirect_uris, scopes,
                            token_lifetime_seconds, created_at, device, self_registered, registration_token_hash)
                        values (:clientId, :name, :authMethod, :secretHash, :jwks, string_to_array(:redirectUris, chr(10)),
                            string_to_array(:scopes, ' '), :lifetime, :now, :device, :selfRegistered, :tokenHash)
                        """)
                .setParameter("clientId", client.clientId())
                .setParameter("name", client.name())
                .setParameter("authMethod", client.authMethod())
                .setParameter("secretHash", secretHash, byte[].class)
                .setParameter("tokenHash", registrationTokenHash, byte[].class)
                .setParameter("jwks", client.jwks(), String.class)
                .setParameter("redirectUris", String.join("\n", client.redirectUris()))
                .setParameter("scopes", String.join(" ", client.scopes()))
                .setParameter("lifetime", client.tokenLifetimeSeconds())
                .setParameter("now", now)
                .setParameter("device", client.device())
                .setParameter("selfRegistered", client.selfRegistered())
                .executeUpdate();
    }

    /** How many registered themselves and are in use. */
    @Transactional
    long selfRegistered() {
        return session.createNativeQuery(
                        "select count(*) from oauth_client where self_registered and disabled_at is null", Long.class)
                .getSingleResult();
    }

    /** Whether the client was not disabled before. */
    boolean disable(String clientId, Instant now) {
        return session.createNativeMutationQuery(
                                "update oauth_client set disabled_at = :now where client_id = :clientId and disabled_at is null")
                        .setParameter("now", now)
                        .setParameter("clientId", clientId)
                        .executeUpdate()
                == 1;
    }

    /** Whether the assertion is new; it counts as used from then on. */
    @Transactional
    boolean useAssertion(String clientId, String jti, Instant expiresAt) {
        session.createNativeMutationQuery(
                        "delete from client_assertion where expires_at < now() - interval '10 minutes'")
                .executeUpdate();
        return session.createNativeMutationQuery("""
                        insert into client_assertion (client_id, jti, expires_at)
                        values (:clientId, :jti, :expiresAt)
                        on conflict do nothing
                        """)
                        .setParameter("clientId", clientId)
                        .setParameter("jti", jti)
                        .setParameter("expiresAt", expiresAt)
                        .executeUpdate()
                == 1;
    }
}
