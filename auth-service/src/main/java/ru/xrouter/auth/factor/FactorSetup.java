package ru.xrouter.auth.factor;

import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What an authenticator app needs to know, as text and as the squares of a QR code, which a page can draw without an image from
 * anywhere.
 *
 * @param squares path of an SVG image of {@code size} by {@code size}
 */
public record FactorSetup(String secret, int size, String squares) {
    private static final int QUIET_ZONE = 4;

    static FactorSetup of(String email, String secret) {
        var name = URLEncoder.encode("XRouter:" + email, StandardCharsets.UTF_8).replace("+", "%20");
        var code = QrCode.encodeText(
                "otpauth://totp/" + name + "?secret=" + secret + "&issuer=XRouter", QrCode.Ecc.MEDIUM);
        var squares = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    squares.append('M')
                            .append(x + QUIET_ZONE)
                            .append(' ')
                            .append(y + QUIET_ZONE)
                            .append("h1v1h-1z");
                }
            }
        }
        return new FactorSetup(secret, code.size + 2 * QUIET_ZONE, squares.toString());
    }

    /** The secret in groups, for those who type it. */
    public String grouped() {
        return secret.replaceAll("(.{4})(?=.)", "$1 ");
    }

    @Override
    public String toString() {
        return "FactorSetup[redacted]";
    }
}
