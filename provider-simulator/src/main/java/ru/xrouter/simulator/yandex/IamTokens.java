package ru.xrouter.simulator.yandex;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;

/** {@code POST /iam/v1/tokens} and the IAM tokens it issued; the signature of a JWT is not verified, all else is. */
final class IamTokens {
    private static final int REMEMBERED = 10_000;
    private static final String AUDIENCE = "https://iam.api.cloud.yandex.net/iam/v1/tokens";
    private static final long LONGEST_JWT_SECONDS = 3600;

    private final Clock clock;
    private final Map<String, Long> expiries = new ConcurrentHashMap<>();

    IamTokens(Clock clock) {
        this.clock = clock;
    }

    Buffer issue(Buffer body, long lifetimeMillis) {
        var tree = Json.parse(body);
        if (tree == null) {
            throw YandexRefusal.invalid("proto: syntax error: the body is not JSON");
        }
        var request = ProtoObject.of(tree, "CreateIamTokenRequest", false, "jwt", "yandexPassportOauthToken");
        if (request.count("jwt", "yandexPassportOauthToken") != 1) {
            throw YandexRefusal.invalid("exactly one of jwt, yandexPassportOauthToken is required");
        }
        if (request.has("jwt")) {
            checkJwt(request.text("jwt"));
        } else if (!request.text("yandexPassportOauthToken").matches("y[0123]_.+")) {
            throw YandexRefusal.unauthenticated("OAuth token is invalid or expired");
        }
        return issued(lifetimeMillis);
    }

    /** Accepts a token issued here that has not expired. */
    void check(String token) {
        var expiry = expiries.get(token);
        if (expiry == null || expiry <= clock.millis()) {
            throw YandexRefusal.unauthenticated("The token is invalid");
        }
    }

    void clear() {
        expiries.clear();
    }

    /** The answer of a virtual machine's metadata service, which needs no credentials. */
    Buffer metadata(long lifetimeMillis) {
        var token = newToken(lifetimeMillis);
        return Buffer.buffer("{\"access_token\":\"" + token + "\",\"expires_in\":" + lifetimeMillis / 1000
                + ",\"token_type\":\"Bearer\"}");
    }

    private Buffer issued(long lifetimeMillis) {
        var token = newToken(lifetimeMillis);
        var expiry = Instant.ofEpochMilli(clock.millis() + lifetimeMillis);
        return Buffer.buffer("{\"iamToken\":\"" + token + "\",\"expiresAt\":\"" + expiry + "\"}");
    }

    private String newToken(long lifetimeMillis) {
        if (expiries.size() >= REMEMBERED) {
            expiries.clear();
        }
        var random = new byte[96];
        ThreadLocalRandom.current().nextBytes(random);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var token = "t1." + text.substring(0, 64) + "." + text.substring(64);
        expiries.put(token, clock.millis() + lifetimeMillis);
        return token;
    }

    private void checkJwt(String jwt) {
        var parts = jwt.split("\\.", -1);
        if (parts.length != 3 || parts[2].isEmpty() || jwt.length() > 8000) {
            throw YandexRefusal.invalid("JWT is malformed");
        }
        var header = part(parts[0]);
        var payload = part(parts[1]);
        if (header == null || payload == null) {
            throw YandexRefusal.invalid("JWT is malformed");
        }
        if (!header.path("alg").asText().equals("PS256")
                || header.path("kid").asText().isEmpty()
                || payload.path("iss").asText().isEmpty()) {
            throw YandexRefusal.unauthenticated("JWT must be signed with PS256 and name kid and iss");
        }
        if (!payload.path("aud").asText().equals(AUDIENCE)) {
            throw YandexRefusal.unauthenticated("JWT aud is not the token endpoint");
        }
        var issuedAt = payload.path("iat").asLong();
        var expiresAt = payload.path("exp").asLong();
        if (expiresAt > issuedAt + LONGEST_JWT_SECONDS || expiresAt <= clock.millis() / 1000) {
            throw YandexRefusal.unauthenticated("JWT has expired or lives longer than an hour");
        }
    }

    private static @Nullable JsonNode part(String text) {
        try {
            return Json.parse(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
