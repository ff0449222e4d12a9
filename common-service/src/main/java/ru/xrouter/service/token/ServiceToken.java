package ru.xrouter.service.token;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The installation's service token: shown on calls we make, compared in constant time, with others in a rotation, on calls we get. */
@Singleton
public class ServiceToken {
    private static final int SHORTEST = 16;
    private static final String SCHEME = "Bearer ";

    private final String authorization;
    private final List<byte[]> expected;

    ServiceToken(ServiceTokenConfig config) {
        check(config.token(), "xrouter.service.token (XROUTER_SERVICE_TOKEN)");
        var others = config.otherTokens().orElse(List.of());
        others.forEach(token -> check(token, "Each of xrouter.service.other-tokens (XROUTER_SERVICE_OTHER_TOKENS)"));
        authorization = SCHEME + config.token();
        expected = Stream.concat(Stream.of(config.token()), others.stream())
                .map(token -> (SCHEME + token).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static void check(String token, String setting) {
        if (token.length() < SHORTEST) {
            throw new IllegalStateException("%s must have at least %d characters.".formatted(setting, SHORTEST));
        }
    }

    /** Value of the {@code authorization} header of our calls. */
    public String authorization() {
        return authorization;
    }

    public boolean matches(@Nullable String header) {
        if (header == null) {
            return false;
        }
        var shown = header.getBytes(StandardCharsets.UTF_8);
        for (var one : expected) {
            if (MessageDigest.isEqual(one, shown)) {
                return true;
            }
        }
        return false;
    }
}
