package ru.xrouter.service.token;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The installation's service token: shown on calls we make, compared in constant time on calls we get. */
@Singleton
public class ServiceToken {
    private static final int SHORTEST = 16;

    private final String authorization;
    private final byte[] expected;

    ServiceToken(ServiceTokenConfig config) {
        if (config.token().length() < SHORTEST) {
            throw new IllegalStateException(
                    "xrouter.service.token (XROUTER_SERVICE_TOKEN) must have at least %d characters."
                            .formatted(SHORTEST));
        }
        authorization = "Bearer " + config.token();
        expected = authorization.getBytes(StandardCharsets.UTF_8);
    }

    /** Value of the {@code authorization} header of our calls. */
    public String authorization() {
        return authorization;
    }

    public boolean matches(@Nullable String header) {
        return header != null && MessageDigest.isEqual(expected, header.getBytes(StandardCharsets.UTF_8));
    }
}
