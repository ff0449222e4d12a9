package ru.xrouter.gigachat.token;

import java.time.Instant;

/** A token for the API and when it ends; the token is never shown. */
record AccessToken(String value, Instant expiresAt) {
    String authorization() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "AccessToken[expiresAt=" + expiresAt + "]";
    }
}
