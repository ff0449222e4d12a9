package ru.xrouter.yandexgpt.token;

import java.time.Instant;

/** A short-lived proof of identity, as a header value. */
record IamToken(String authorization, Instant expiresAt) {
    @Override
    public String toString() {
        return "IamToken[***, expiresAt=%s]".formatted(expiresAt);
    }
}
