package ru.xrouter.auth.apikey;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The form in which a key is stored: HMAC-SHA-256 of its digest under the pepper. Refuses to start without a pepper. */
@Startup
@Singleton
class ApiKeyHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_PEPPER = 32;

    private final SecretKeySpec pepper;

    ApiKeyHash(AuthConfig config) {
        var secret = config.pepper().orElse("");
        if (secret.length() < SHORTEST_PEPPER) {
            throw new IllegalStateException(
                    "xrouter.auth.pepper (XROUTER_AUTH_PEPPER) must be set to a secret of at least %d characters."
                            .formatted(SHORTEST_PEPPER));
        }
        pepper = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** @param digest hex SHA-256 of the key */
    byte[] of(String digest) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(pepper);
            return mac.doFinal(HexFormat.of().parseHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256.", e);
        }
    }
}
