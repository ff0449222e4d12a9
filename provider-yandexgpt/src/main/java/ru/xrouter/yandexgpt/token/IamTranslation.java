package ru.xrouter.yandexgpt.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.MalformedAnswerException;
import ru.xrouter.provider.RetryAfter;
import ru.xrouter.provider.token.AccessToken;

/** Writes the request for an IAM token and reads the answer. Pure. */
final class IamTranslation {
    private static final ObjectReader JSON = new JsonMapper().reader();

    private IamTranslation() {}

    static byte[] request(String jwt) {
        return JsonNodeFactory.instance.objectNode().put("jwt", jwt).toString().getBytes(StandardCharsets.UTF_8);
    }

    static AccessToken token(byte[] body) {
        var json = parse(body);
        var token = json.path("iamToken").asText("");
        if (token.isBlank()) {
            throw new MalformedAnswerException("The answer holds no IAM token.");
        }
        return AccessToken.bearer(token, expiry(json.path("expiresAt").asText("")));
    }

    /** Reads the answer of a virtual machine's metadata service. */
    static AccessToken metadataToken(byte[] body, Instant now) {
        var json = parse(body);
        var token = json.path("access_token").asText("");
        var seconds = json.path("expires_in");
        if (token.isBlank() || !seconds.canConvertToInt() || seconds.intValue() < 0) {
            throw new MalformedAnswerException("The answer holds no IAM token.");
        }
        return AccessToken.bearer(token, now.plusSeconds(seconds.intValue()));
    }

    /** Whatever IAM holds against the assertion is the operator's trouble. */
    static ProviderFailure refusal(int status, @Nullable String retryAfter) {
        return switch (status) {
            case 400, 401, 403, 404 -> new ProviderFailure.BadCredentials();
            case 429 -> new ProviderFailure.RateLimited(RetryAfter.parse(retryAfter));
            default -> new ProviderFailure.Unavailable("IAM status %d".formatted(status));
        };
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException _) {
            throw new MalformedAnswerException("IAM's answer is not JSON.");
        }
    }

    private static Instant expiry(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new MalformedAnswerException("The IAM token's expiry is not a time.");
        }
    }
}
