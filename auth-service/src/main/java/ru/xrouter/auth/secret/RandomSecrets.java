package ru.xrouter.auth.secret;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody can guess: 256 random bits in 43 characters that fit into a cookie or an address. */
@Singleton
public class RandomSecrets {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
