package ru.xrouter.provider.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An access token as the replicas share it.
 *
 * @param refreshAt from when on nobody takes it up any more, so that one of them fetches the next
 */
record StoredToken(AccessToken token, Instant refreshAt) {
    private static final int HEAD = 2 * Long.BYTES;

    byte[] bytes() {
        var authorization = token.authorization().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + authorization.length)
                .putLong(token.expiresAt().toEpochMilli())
                .putLong(refreshAt.toEpochMilli())
                .put(authorization)
                .array();
    }

    static StoredToken of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var expiresAt = Instant.ofEpochMilli(buffer.getLong());
        var refreshAt = Instant.ofEpochMilli(buffer.getLong());
        var authorization = new String(bytes, HEAD, bytes.length - HEAD, StandardCharsets.UTF_8);
        return new StoredToken(new AccessToken(authorization, expiresAt), refreshAt);
    }
}
