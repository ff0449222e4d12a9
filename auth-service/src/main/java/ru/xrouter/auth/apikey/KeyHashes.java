package ru.xrouter.auth.apikey;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The form in which keys are stored: HMAC-SHA-256 of their digest under a pepper. New keys get the current pepper; keys
 * stored under one before it are still found. Refuses to start without a pepper.
 */
@Startup
@Singleton
class KeyHashes {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_PEPPER = 32;

    private final List<Pepper> peppers = new ArrayList<>();

    KeyHashes(AuthConfig config) {
        peppers.add(new Pepper(config.pepperId(), key(config.pepper().orElse(""), "pepper (XROUTER_AUTH_PEPPER)")));
        for (var old : config.oldPeppers().orElse(List.of())) {
            var colon = old.indexOf(':');
            if (colon < 1) {
                throw new IllegalStateException(
                        "xrouter.auth.old-peppers (XROUTER_AUTH_OLD_PEPPERS) must be a list of 'id:secret'.");
            }
            peppers.add(new Pepper(old.substring(0, colon), key(old.substring(colon + 1), "old-peppers")));
        }
        if (peppers.stream().map(Pepper::id).distinct().count() < peppers.size()) {
            throw new IllegalStateException("xrouter.auth.old-peppers names a pepper's id twice.");
        }
    }

    private record Pepper(String id, SecretKeySpec key) {}

    /** A stored form, and the pepper it was made with. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them; the database does.
    record KeyHash(String pepper, byte[] bytes) {}

    /** @param digest hex SHA-256 of the key */
    KeyHash current(String digest) {
        return under(peppers.getFirst(), digest);
    }

    /** Every form in which the key may be stored, the current one first. */
    List<KeyHash> all(String digest) {
        return peppers.stream().map(pepper -> under(pepper, digest)).toList();
    }

    private static KeyHash under(Pepper pepper, String digest) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(pepper.key);
            return new KeyHash(pepper.id, mac.doFinal(HexFormat.of().parseHex(digest)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256.", e);
        }
    }

    private static SecretKeySpec key(String secret, String setting) {
        if (secret.length() < SHORTEST_PEPPER) {
            throw new IllegalStateException("xrouter.auth.%s must be set to secrets of at least %d characters."
                    .formatted(setting, SHORTEST_PEPPER));
        }
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }
}
