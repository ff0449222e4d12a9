package ru.xrouter.yandexgpt.token;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import ru.xrouter.provider.Authorization;

/** An API key or an IAM token from the configuration. */
final class FixedCredentials implements Authorization {
    private final Future<@Nullable String> authorization;

    private FixedCredentials(String authorization) {
        this.authorization = Future.succeededFuture(authorization);
    }

    /** @param setting where the secret comes from, for the message when it cannot be one */
    static FixedCredentials apiKey(String setting, String key) {
        return new FixedCredentials("Api-Key " + cleaned(setting, key));
    }

    /** @param setting where the secret comes from, for the message when it cannot be one */
    static FixedCredentials iamToken(String setting, String token) {
        return new FixedCredentials("Bearer " + cleaned(setting, token));
    }

    /** Without the line end that a secret read from a file often has. */
    private static String cleaned(String setting, String secret) {
        var stripped = secret.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalStateException(
                    "%s holds characters that no secret of Yandex Cloud has.".formatted(setting));
        }
        return stripped;
    }

    @Override
    public Future<@Nullable String> authorization() {
        return authorization;
    }

    @Override
    public void rejected(@Nullable String authorization) {
        // There is no other: the operator has to act.
    }

    @Override
    public String state() {
        return "fixed";
    }

    @Override
    public String toString() {
        return "FixedCredentials[***]";
    }
}
