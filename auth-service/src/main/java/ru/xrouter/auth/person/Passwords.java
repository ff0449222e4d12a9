package ru.xrouter.auth.person;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id (RFC 9106) with 19 MiB, 2 passes and 1 lane. At most {@value #AT_ONCE} are computed at a time, so that sign-ins
 * cannot take the memory. Who has to wait for longer than {@value #PATIENCE_SECONDS} s is sent away: a longer queue would only grow.
 */
@Singleton
class Passwords {
    static final int SHORTEST = 10;
    static final int LONGEST = 200;

    static final int AT_ONCE = 2;
    static final int PATIENCE_SECONDS = 2;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String HEAD = "$argon2id$v=19$m=%d,t=%d,p=1$".formatted(MEMORY_KIB, PASSES);
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    /** Fair, so that nobody is overtaken until they have to leave. */
    final Semaphore places = new Semaphore(AT_ONCE, true);

    private final String nobodys = hash("the password of nobody at all");

    static boolean acceptable(@Nullable String password) {
        return password != null && password.length() >= SHORTEST && password.length() <= LONGEST;
    }

    String hash(String password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HEAD + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(argon2id(password, salt));
    }

    /** Takes as long when there is no such person. */
    boolean matches(String password, @Nullable String stored) {
        var parts = (stored == null ? nobodys : stored).substring(HEAD.length()).split("\\$", -1);
        var hash = argon2id(password, Base64.getDecoder().decode(parts[0]));
        return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1])) && stored != null;
    }

    private byte[] argon2id(String password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        var hash = new byte[HASH_BYTES];
        var text = Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        takePlace();
        try {
            generator.generateBytes(text, hash);
        } finally {
            places.release();
        }
        return hash;
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }

    /** Too many passwords are looked at already; nothing was found out about this one. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("Too many passwords at once.", null, false, false);
        }
    }
}
