package ru.xrouter.auth.id;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import ru.xrouter.api.access.ApiKeyFormat;

/** Makes ids and keys that nobody can guess. */
@Singleton
public class RandomIds {
    private static final int BYTES = 12;

    private final SecureRandom random = new SecureRandom();

    /** An id such as {@code acct-9f3b…}: the kind and 96 random bits. */
    public String next(String kind) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return kind + "-" + HexFormat.of().formatHex(bytes);
    }

    public String nextApiKey() {
        return ApiKeyFormat.generate(random);
    }
}
