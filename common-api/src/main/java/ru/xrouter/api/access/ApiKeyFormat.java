package ru.xrouter.api.access;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The shape of an API key: {@code xr-}, 32 random bytes in base62 (43 characters), and a CRC-32 of all that in base62
 * (6 characters), so that a mistyped key is refused without a look-up and a leaked one can be scanned for.
 */
public final class ApiKeyFormat {
    public static final String PREFIX = "xr-";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(62);
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM_LENGTH + CHECKSUM_LENGTH;

    private ApiKeyFormat() {}

    public static String generate(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var body = PREFIX + base62(new BigInteger(1, bytes), RANDOM_LENGTH);
        return body + checksum(body);
    }

    /** Whether the text could be an API key at all: prefix, length, alphabet and checksum. */
    public static boolean wellFormed(String key) {
        if (key.length() != LENGTH || !key.startsWith(PREFIX)) {
            return false;
        }
        var body = key.substring(0, LENGTH - CHECKSUM_LENGTH);
        return key.endsWith(checksum(body));
    }

    /** Hex SHA-256 of the key: what travels between services and keys caches instead of the key itself. */
    public static String digest(String key) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** What people may see of a key: {@code xr-Ab3…9fK2}. */
    public static String label(String key) {
        return key.substring(0, PREFIX.length() + 3) + "…" + key.substring(key.length() - 4);
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String base62(BigInteger value, int length) {
        var digits = new char[length];
        var rest = value;
        for (int i = length - 1; i >= 0; i--) {
            var divided = rest.divideAndRemainder(BASE);
            digits[i] = ALPHABET.charAt(divided[1].intValue());
            rest = divided[0];
        }
        return new String(digits);
    }
}
