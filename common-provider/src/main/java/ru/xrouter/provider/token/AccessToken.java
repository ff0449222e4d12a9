package ru.xrouter.provider.token;

import java.time.Instant;

/**
 * A short-lived proof of identity; never shown.
 *
 * @param authorization the header's value
 */
public record AccessToken(String authorization, Instant expiresAt) {
    public static AccessToken bearer(String token, Instant expiresAt) {
        return new AccessToken("Bearer " + token, expiresAt);
    }

    @Override
    public String toString() {
        return "AccessToken[***, expiresAt=%s]".formatted(expiresAt);
    }
}
