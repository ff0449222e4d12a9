package ru.xrouter.auth.oauth;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A registered app.
 *
 * @param authMethod {@code none} for a public client, {@code client_secret_basic} or {@code private_key_jwt}
 * @param jwks the keys that sign its assertions, when it authenticates with them
 * @param device whether it may ask by the device grant
 * @param selfRegistered whether nobody has looked at its name
 */
record Client(
        String clientId,
        String name,
        String authMethod,
        @Nullable SecretHash secret,
        @Nullable String jwks,
        List<String> redirectUris,
        Set<String> scopes,
        long tokenLifetimeSeconds,
        boolean device,
        boolean selfRegistered) {
    /** The same, registered by itself. */
    Client ofItself() {
        return new Client(
                clientId, name, authMethod, secret, jwks, redirectUris, scopes, tokenLifetimeSeconds, device, true);
    }

    /** What it gets that names no scopes: who the person is, it has to ask for. */
    Set<String> usualScopes() {
        return scopes.stream().filter(scope -> !OpenId.SCOPES.contains(scope)).collect(Collectors.toUnmodifiableSet());
    }

    /** Nothing is no scope: an app that has none but who the person is gets none by naming none. */
    boolean mayAskFor(Set<String> asked) {
        return !asked.isEmpty() && scopes.containsAll(asked);
    }

    boolean isPublic() {
        return authMethod.equals("none");
    }

    /** SHA-256 of a client's secret. */
    record SecretHash(
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
        boolean matches(byte[] other) {
            return java.security.MessageDigest.isEqual(bytes, other);
        }
    }
}
