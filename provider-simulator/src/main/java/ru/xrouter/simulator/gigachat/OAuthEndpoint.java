package ru.xrouter.simulator.gigachat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.served.Served;

/** {@code POST /api/v2/oauth}: exchanges an authorization key and a scope for an access token. */
final class OAuthEndpoint {
    private static final long HALF_AN_HOUR = 30 * 60_000L;
    private static final Set<String> SCOPES = Set.of("GIGACHAT_API_PERS", "GIGACHAT_API_B2B", "GIGACHAT_API_CORP");
    private static final Pattern UUID4 = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private final AccessTokens tokens;
    private final GlobalKnobs.Slot slot;
    private final Served served;

    OAuthEndpoint(AccessTokens tokens, GlobalKnobs.Slot slot, Served served) {
        this.tokens = tokens;
        this.slot = slot;
        this.served = served;
    }

    private record Reply(int status, String body) {
        static Reply error(int status, int code, String message) {
            return new Reply(status, "{\"code\":" + code + ",\"message\":\"" + message + "\"}");
        }
    }

    void handle(HttpServerRequest request, Buffer body) {
        var reply = reply(request, body);
        request.response()
                .setStatusCode(reply.status())
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-cache, no-store, max-age=0, must-revalidate")
                .putHeader("pragma", "no-cache")
                .putHeader("expires", "0")
                .putHeader("server", "SynGX")
                .putHeader("allow", "GET, POST")
                .end(reply.body());
    }

    private Reply reply(HttpServerRequest request, Buffer body) {
        var status = (int) slot.knobs().get(Knob.OAUTH_STATUS, 0);
        if (status != 0) {
            return Reply.error(status, status, "asked for by a knob");
        }
        var key = authorizationKey(request.getHeader("authorization"));
        if (key == null) {
            return Reply.error(400, 4, "Can't decode 'Authorization' header");
        }
        var requestId = request.getHeader("rquid");
        if (requestId == null || !UUID4.matcher(requestId).matches()) {
            return new Reply(400, "{\"message\":\"header RqUID is missing or is not a UUID4\"}");
        }
        var scope = form(request.getHeader("content-type"), body).getOrDefault("scope", "");
        if (scope.isEmpty()) {
            return Reply.error(400, 5, "scope is empty");
        }
        if (!SCOPES.contains(scope)) {
            return Reply.error(400, 1, "scope data format invalid");
        }
        return granted(key, scope);
    }

    private Reply granted(String key, String scope) {
        var colon = key.indexOf(':');
        if (key.substring(colon + 1).equals("wrong")) {
            return Reply.error(401, 6, "credentials doesn't match db data");
        }
        var owned = key.substring(0, colon);
        if (SCOPES.stream().anyMatch(it -> owned.endsWith('@' + it)) && !owned.endsWith('@' + scope)) {
            return Reply.error(400, 7, "scope from db not fully includes consumed scope");
        }
        var issued = tokens.issue(owned, slot.knobs().get(Knob.TOKEN_TTL, HALF_AN_HOUR));
        served.accessToken(GigaChatRoutes.PROVIDER);
        return new Reply(
                200, "{\"access_token\":\"" + issued.token() + "\",\"expires_at\":" + issued.expiresAtMillis() + "}");
    }

    private static @Nullable String authorizationKey(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return null;
        }
        try {
            var decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
            var key = new String(decoded, StandardCharsets.UTF_8);
            return key.indexOf(':') > 0 && !key.endsWith(":") ? key : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static Map<String, String> form(@Nullable String contentType, Buffer body) {
        var fields = new HashMap<String, String>();
        if (contentType == null || !contentType.startsWith("application/x-www-form-urlencoded")) {
            return fields;
        }
        for (var field : body.toString().split("&", -1)) {
            var equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), decoded(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException _) {
            return Json.text(value);
        }
    }
}
