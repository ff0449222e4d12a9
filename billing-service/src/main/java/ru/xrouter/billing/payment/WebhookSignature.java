package ru.xrouter.billing.payment;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a notice, of payments to us and of low balances from us: {@code t=<Unix seconds>,v1=<hex>}, HMAC-SHA-256 of {@code t}, a dot and the body. The
 * time is signed too, so that an old notice cannot be sent again as a new one.
 */
public final class WebhookSignature {
    /** Name of the header. */
    public static final String HEADER = "x-payment-signature";

    private static final Pattern FORM = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /** Whether the body was signed with the secret within the tolerance of now. */
    static boolean valid(@Nullable String header, byte[] body, String secret, Instant now, Duration tolerance) {
        var parts = FORM.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return false;
        }
        var signedAt = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        var fresh = Duration.between(signedAt, now).abs().compareTo(tolerance) <= 0;
        var expected = sign(signedAt, body, secret);
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(parts.group(2))) && fresh;
    }

    /** The header's value. */
    public static String header(Instant at, byte[] body, String secret) {
        return "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(sign(at, body, secret));
    }

    private static byte[] sign(Instant at, byte[] body, String secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256.", e);
        }
    }
}
