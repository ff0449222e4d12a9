package ru.xrouter.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.ApiKeyFormat;

/** auth-service's look-up of keys. */
public final class FakeAuth implements Handler<HttpServerRequest> {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, JsonObject> keys = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean away;

    /** A key with limits that no test reaches by accident. */
    public Key newKey() {
        return newKey(100_000, 1_000, null);
    }

    public Key newKey(int requestsPerMinute, int concurrency, @Nullable Instant expiresAt) {
        var secret = ApiKeyFormat.generate(RANDOM);
        var id = "key-" + made.incrementAndGet() + "-" + System.nanoTime();
        keys.put(
                ApiKeyFormat.digest(secret),
                new JsonObject()
                        .put("key_id", id)
                        .put("account_id", "acc-" + id)
                        .put("name", "test key")
                        .put("label", ApiKeyFormat.label(secret))
                        .put("tier", "standard")
                        .put(
                                "limits",
                                new JsonObject()
                                        .put("requests_per_minute", requestsPerMinute)
                                        .put("concurrency", concurrency))
                        .put("spending_cap", new JsonObject())
                        .put(
                                "access",
                                new JsonObject()
                                        .put("scopes", new JsonArray(List.of("inference", "usage:read", "keys:manage")))
                                        .put("models", new JsonArray())
                                        .put("addresses", new JsonArray()))
                        .put("created_at", "2026-11-01T00:00:00Z")
                        .put("expires_at", expiresAt == null ? null : expiresAt.toString()));
        return new Key(secret, id, "acc-" + id);
    }

    public void forget(Key key) {
        keys.remove(ApiKeyFormat.digest(key.secret()));
    }

    public void away(boolean now) {
        away = now;
    }

    public int lookups() {
        return lookups.get();
    }

    @Override
    public void handle(HttpServerRequest request) {
        lookups.incrementAndGet();
        request.body().onSuccess(body -> {
            var identity = keys.get(body.toJsonObject().getString("digest"));
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
