package ru.xrouter.gateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.ApiKeyFormat;

/** auth-service: looks keys up, and repeats what else it is asked. */
public final class FakeAuth implements Handler<HttpServerRequest> {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, JsonObject> keys = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> tokens = new ConcurrentHashMap<>();
    private final ECKey signer = signer();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger missing = new AtomicInteger();
    private volatile boolean away;

    /** A key with limits that no test reaches by accident. */
    public Key newKey() {
        return newKey(100_000, 1_000, null);
    }

    public Key newKey(int requestsPerMinute, int concurrency, @Nullable Instant expiresAt) {
        return newKey(identity -> {
            identity.getJsonObject("limits")
                    .put("requests_per_minute", requestsPerMinute)
                    .put("concurrency", concurrency);
            identity.put("expires_at", expiresAt == null ? null : expiresAt.toString());
        });
    }

    /** A key that may do all that these scopes allow. */
    public Key newKey(List<String> scopes) {
        return newKey(identity -> identity.getJsonObject("access").put("scopes", new JsonArray(scopes)));
    }

    /** A key with every scope and no limit, changed as told. */
    public Key newKey(Consumer<JsonObject> change) {
        var secret = ApiKeyFormat.generate(RANDOM);
        var id = "key-" + made.incrementAndGet() + "-" + System.nanoTime();
        var identity = new JsonObject()
                .put("key_id", id)
                .put("account_id", "acc-" + id)
                .put("name", "test key")
                .put("label", ApiKeyFormat.label(secret))
                .put("tier", "standard")
                .put(
                        "limits",
                        new JsonObject().put("requests_per_minute", 100_000).put("concurrency", 1_000))
                .put("spending_cap", new JsonObject())
                .put(
                        "access",
                        new JsonObject()
                                .put("scopes", new JsonArray(List.of("inference", "usage:read", "keys:manage")))
                                .put("models", new JsonArray())
                                .put("addresses", new JsonArray()))
                .put("created_at", "2026-11-01T00:00:00Z");
        change.accept(identity);
        keys.put(ApiKeyFormat.digest(secret), identity);
        return new Key(secret, id, identity.getString("account_id"));
    }

    public String newAccount() {
        return "acc-" + made.incrementAndGet() + "-" + System.nanoTime();
    }

    /** A key with limits as auth-service writes them. */
    public Key newKey(String accountId, JsonObject limits, @Nullable JsonObject accountLimits) {
        return newKey(identity ->
                identity.put("account_id", accountId).put("limits", limits).put("account_limits", accountLimits));
    }

    /** A key whose account may ask so much of single models. */
    public Key newKey(String accountId, JsonArray modelLimits) {
        return newKey(identity -> identity.put("account_id", accountId).put("model_limits", modelLimits));
    }

    public void forget(Key key) {
        keys.remove(ApiKeyFormat.digest(key.secret()));
        tokens.remove(key.id());
    }

    /** An access token with every scope. */
    public Key newToken() {
        var key = newKey();
        var identity = Objects.requireNonNull(keys.get(ApiKeyFormat.digest(key.secret())));
        tokens.put(key.id(), identity.copy().put("app", "app-1"));
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer("http://localhost:8081")
                .audience("xrouter")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .jwtID(key.id())
                .build();
        return new Key(signed(claims), key.id(), key.accountId());
    }

    private String signed(JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(signer.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(signer));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static ECKey signer() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("sig-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public void away(boolean now) {
        away = now;
    }

    /** Does not answer the next look-up. */
    public void missOne() {
        missing.set(1);
    }

    public int lookups() {
        return lookups.get();
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (request.path().equals("/internal/api-keys/lookup")) {
            lookUp(request, body -> keys.get(body.getString("digest")));
        } else if (request.path().equals("/internal/access-tokens/lookup")) {
            lookUp(request, body -> tokens.get(body.getString("jti")));
        } else if (request.path().equals("/.well-known/jwks.json")) {
            request.response().setStatusCode(away ? 503 : 200).end(new JWKSet(signer).toString(true));
        } else {
            request.body().onSuccess(body -> echo(request, body));
        }
    }

    /** Tells what the gateway asked for. */
    private void echo(HttpServerRequest request, Buffer body) {
        var asked = new JsonObject()
                .put("method", request.method().name())
                .put("uri", request.uri())
                .put("maker", request.getHeader("x-xrouter-key-id"))
                .put("token", request.getHeader("authorization"))
                .put("body", body.toString());
        request.response()
                .setStatusCode(away ? 500 : 200)
                .putHeader("content-type", "application/json")
                .end(asked.toBuffer());
    }

    private void lookUp(HttpServerRequest request, Function<JsonObject, @Nullable JsonObject> find) {
        lookups.incrementAndGet();
        if (missing.getAndSet(0) > 0) {
            return;
        }
        request.body().onSuccess(body -> {
            var identity = find.apply(body.toJsonObject());
            if (away || !"Bearer local-service-token".equals(request.getHeader("authorization"))) {
                request.response().setStatusCode(503).end();
            } else if (identity == null) {
                request.response().setStatusCode(404).end();
            } else {
                request.response().putHeader("content-type", "application/json").end(identity.toBuffer());
            }
        });
    }

    /** A key and who owns it. */
    public record Key(String secret, String id, String accountId) {}
}
