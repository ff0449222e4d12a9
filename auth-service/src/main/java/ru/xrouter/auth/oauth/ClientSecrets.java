package ru.xrouter.auth.oauth;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import ru.xrouter.auth.secret.Hashes;

/** Makes secrets for clients that authenticate with one. */
@Singleton
class ClientSecrets {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** Null for clients without a secret. */
    @Nullable
    String forMethod(String authMethod) {
        if (!authMethod.equals("client_secret_basic")) {
            return null;
        }
        return fresh();
    }

    /** 256 random bits. */
    String fresh() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The form in which it is kept. */
    static byte @Nullable [] hash(@Nullable String secret) {
        return secret == null ? null : Hashes.sha256(secret);
    }
}
