package ru.xrouter.simulator.yandex;

import org.jspecify.annotations.Nullable;

/** Decides who may call the native API: any API key but a wrong one, and IAM tokens issued here. */
final class YandexAccess {
    private static final String KEY = "Api-Key ";
    private static final String TOKEN = "Bearer ";

    private final IamTokens tokens;

    YandexAccess(IamTokens tokens) {
        this.tokens = tokens;
    }

    void check(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw YandexRefusal.unauthenticated("IAM token or API key has to be passed in request");
        }
        if (authorization.startsWith(KEY)) {
            checkKey(authorization.substring(KEY.length()));
        } else if (authorization.startsWith(TOKEN)) {
            tokens.check(authorization.substring(TOKEN.length()));
        } else {
            throw YandexRefusal.unauthenticated("IAM token or API key has to be passed in request");
        }
    }

    private static void checkKey(String key) {
        if (key.isBlank() || key.startsWith("wrong") || key.startsWith("t1.")) {
            throw YandexRefusal.unauthenticated(
                    "Unknown api key '" + key.substring(0, Math.min(4, key.length())) + "…'");
        }
    }
}
