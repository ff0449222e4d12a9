package ru.xrouter.auth.oauth;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered app.
 *
 * @param authMethod {@code none} for a public client, {@code client_secret_basic} or {@code private_key_jwt}
 * @param jwks the keys that sign its assertions, when it authenticates with them
 */
record Client(
        String clientId,
        String name,
        String authMethod,
        @Nullable SecretHash secret,
        @Nullable String jwks,
        List<String> redirectUris,
        Set<String> scopes,
        long tokenLifetimeSeconds) {
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
