package ru.xrouter.gigachat.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.RetryAfter;
import ru.xrouter.provider.token.AccessToken;

/** Reads the answers of GigaChat's token address. */
final class TokenTranslation {
    private static final JsonMapper JSON = new JsonMapper();

    /** Seconds until the year 5138; as milliseconds, March 1973. */
    private static final long LEAST_MILLIS = 100_000_000_000L;

    private TokenTranslation() {}

    /**
     * Reads {@code {"access_token","expires_at"}}, or the short form {@code {"tok","exp"}} of some installations.
     *
     * @throws MalformedAnswerException when it is neither
     */
    static AccessToken token(byte[] body) {
        var json = tree(body);
        var token = json.path(json.has("tok") ? "tok" : "access_token");
        var end = json.path(json.has("tok") ? "exp" : "expires_at");
        if (!token.isTextual() || token.textValue().isBlank() || !end.isIntegralNumber()) {
            throw new MalformedAnswerException("The answer holds no access token.");
        }
        return AccessToken.bearer(token.textValue(), instant(end.longValue()));
    }

    /** The documented unit is milliseconds, the documented example is in seconds. */
    private static Instant instant(long value) {
        return value < LEAST_MILLIS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    }

    /** What a refusal of the token address means: but for overload it is our key or scope that is wrong. */
    static ProviderFailure refusal(int status, @Nullable String retryAfter) {
        return switch (status) {
            case 400, 401, 403 -> new ProviderFailure.BadCredentials();
            case 429 -> new ProviderFailure.RateLimited(RetryAfter.parse(retryAfter));
            default -> new ProviderFailure.Unavailable("token status " + status);
        };
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new MalformedAnswerException("The answer of the token address is not JSON.");
        }
    }
}
