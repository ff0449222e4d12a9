package ru.xrouter.gateway.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.InvalidParameterException;
import ru.xrouter.api.redis.RedisNames;

/**
 * A caller's promise that requests with this key are one and the same. Means nothing to any other account; the key itself
 * is not kept, only its digest.
 *
 * @param accountId whose key it is
 * @param digest of the key
 */
public record IdempotencyKey(String accountId, String digest) {
    /** Name of the request's header. */
    public static final String HEADER = "idempotency-key";

    private static final int LONGEST = 255;

    /** Null when the request has none; a key that cannot be one is refused. */
    public static @Nullable IdempotencyKey read(@Nullable String header, String accountId) {
        if (header == null) {
            return null;
        }
        if (header.isBlank() || header.length() > LONGEST) {
            throw new InvalidParameterException(
                    "Idempotency-Key",
                    "invalid_value",
                    "Idempotency-Key must have 1 to %d characters.".formatted(LONGEST));
        }
        return new IdempotencyKey(accountId, sha256(header.getBytes(StandardCharsets.UTF_8)));
    }

    /** Where its request is remembered. */
    String entry() {
        return RedisNames.idempotentRequest(accountId, digest);
    }

    /** Where the bytes of the account's recorded answers are counted. */
    String counter() {
        return RedisNames.idempotentBytes(accountId);
    }

    /** Tells a request from any other: its path and its body. */
    public static String fingerprint(String path, byte[] body) {
        var digest = sha256();
        digest.update(path.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return HexFormat.of().formatHex(digest.digest(body));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
