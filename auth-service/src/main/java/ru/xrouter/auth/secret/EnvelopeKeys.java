package ru.xrouter.auth.secret;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The envelope keys: the one that seals, those before it, and those derived from the peppers, under which everything is
 * sealed until there is a key.
 */
@Singleton
class EnvelopeKeys {
    private static final int KEY_BYTES = 32;
    private static final String SETTING = "xrouter.auth.envelope.key (XROUTER_AUTH_ENVELOPE_KEY)";
    private static final String OLD_SETTING = "xrouter.auth.envelope.old-keys (XROUTER_AUTH_ENVELOPE_OLD_KEYS)";

    private final String currentId;
    private final List<SecretKeySpec> keys = new ArrayList<>();

    EnvelopeKeys(
            SecretConfig config,
            @ConfigProperty(name = "xrouter.auth.pepper") Optional<String> pepper,
            @ConfigProperty(name = "xrouter.auth.pepper-id", defaultValue = "1") String pepperId,
            @ConfigProperty(name = "xrouter.auth.old-peppers") Optional<List<String>> oldPeppers) {
        currentId = config.key().isPresent() ? config.keyId() : "pepper-" + pepperId;
        config.key().ifPresent(hex -> keys.add(parse(hex, SETTING)));
        if (keys.isEmpty() || pepper.isPresent()) {
            keys.add(derive(pepper.orElse("")));
        }
        config.oldKeys().orElse(List.of()).forEach(old -> keys.add(parse(afterColon(old), OLD_SETTING)));
        oldPeppers.orElse(List.of()).forEach(old -> keys.add(derive(afterColon(old))));
    }

    String currentId() {
        return currentId;
    }

    SecretKeySpec current() {
        return keys.getFirst();
    }

    /** The current one first. */
    Stream<SecretKeySpec> all() {
        return keys.stream();
    }

    private static String afterColon(String named) {
        return named.substring(named.indexOf(':') + 1);
    }

    private static SecretKeySpec parse(String hex, String setting) {
        try {
            var bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException _) {
            // Refused below; the message must not quote it.
        }
        throw new IllegalStateException("%s: a key is 64 hex digits.".formatted(setting));
    }

    private static SecretKeySpec derive(String pepper) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal("xrouter envelope key".getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("xrouter.auth.pepper (XROUTER_AUTH_PEPPER) must be set.", e);
        }
    }
}
