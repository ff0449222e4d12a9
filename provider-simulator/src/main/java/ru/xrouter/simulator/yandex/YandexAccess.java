package ru.xrouter.simulator.yandex;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may call: any API key but a wrong one, and IAM tokens issued here. A key that begins with {@code norole} has
 * no role, and one that ends with {@code .b1g…} belongs to that folder.
 */
final class YandexAccess {
    private static final String KEY = "Api-Key ";
    private static final String TOKEN = "Bearer ";
    private static final Pattern FOLDER = Pattern.compile(".*\\.(b1g[a-z0-9]+)");

    private final IamTokens tokens;

    YandexAccess(IamTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Lets a call pass.
     *
     * @return the credential's folder, null when it is not tied to one
     */
    @Nullable
    String check(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw unnamed();
        }
        if (authorization.startsWith(KEY)) {
            return checkKey(authorization.substring(KEY.length()));
        }
        if (authorization.startsWith(TOKEN)) {
            tokens.check(authorization.substring(TOKEN.length()));
            return null;
        }
        throw unnamed();
    }

    /** The same for the OpenAI-compatible surface, where an API key may come as OpenAI's clients send it. */
    @Nullable
    String checkCompatible(@Nullable String authorization) {
        return authorization != null
                        && authorization.startsWith(TOKEN)
                        && !authorization.startsWith("t1.", TOKEN.length())
                ? checkKey(authorization.substring(TOKEN.length()))
                : check(authorization);
    }

    private static @Nullable String checkKey(String key) {
        if (key.isBlank() || key.startsWith("wrong") || key.startsWith("t1.")) {
            throw YandexRefusal.unauthenticated(
                    "Unknown api key '" + key.substring(0, Math.min(4, key.length())) + "…'");
        }
        if (key.startsWith("norole")) {
            throw YandexRefusal.ofStatus(403);
        }
        var folder = FOLDER.matcher(key);
        return folder.matches() ? folder.group(1) : null;
    }

    private static YandexRefusal unnamed() {
        return YandexRefusal.unauthenticated("IAM token or API key has to be passed in request");
    }
}
