package ru.xrouter.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.exchange.GatewayMetrics;

/** Knows the keys and tokens, by their digests: from the cache at once where it can, else from auth-service, asked once however many wait. */
@Singleton
class KeyDirectory {
    private static final String METRIC = "xrouter_gateway_key_lookups_total";
    private static final KeyLookup UNKNOWN = new KeyLookup.Unknown();

    private final KeyCache cache;
    private final AuthClient auth;
    private final AccessTokens tokens;
    private final ConcurrentMap<String, CompletableFuture<KeyLookup>> asking = new ConcurrentHashMap<>();
    private final Counter hits;
    private final Counter misses;
    private final Counter unknown;

    KeyDirectory(AuthClient auth, AccessTokens tokens, GatewayConfig config, GatewayMetrics metrics) {
        this.cache = new KeyCache(config.keyCache(), Ticker.systemTicker());
        this.auth = auth;
        this.tokens = tokens;
        hits = metrics.counter(METRIC, "result", "hit");
        misses = metrics.counter(METRIC, "result", "miss");
        unknown = metrics.counter(METRIC, "result", "unknown");
    }

    KeyCache cache() {
        return cache;
    }

    /** What is known at once, or null when auth-service must be asked. */
    @Nullable
    KeyLookup known(String digest, Authorization.Credential credential) {
        var entry = cache.get(digest);
        if (entry != null) {
            hits.increment();
            if (cache.claimRefresh(entry)) {
                var _ = asked(digest, credential);
            }
            return new KeyLookup.Found(entry.identity());
        }
        if (cache.isUnknown(digest)) {
            unknown.increment();
            return UNKNOWN;
        }
        return null;
    }

    /** Asks auth-service; calls back on the calling event loop. */
    void ask(String digest, Authorization.Credential credential, Handler<KeyLookup> answer) {
        misses.increment();
        var context = Vertx.currentContext();
        var _ = asked(digest, credential).thenAccept(found -> handOver(context, found, answer));
    }

    private CompletableFuture<KeyLookup> asked(String digest, Authorization.Credential credential) {
        var fresh = new CompletableFuture<KeyLookup>();
        var running = asking.putIfAbsent(digest, fresh);
        if (running != null) {
            return running;
        }
        var epoch = cache.epoch();
        lookup(digest, credential).onSuccess(found -> {
            cache.put(digest, found, epoch);
            asking.remove(digest, fresh);
            fresh.complete(found);
        });
        return fresh;
    }

    private Future<KeyLookup> lookup(String digest, Authorization.Credential credential) {
        return switch (credential) {
            case Authorization.Key _ -> auth.lookup(digest);
            case Authorization.Token(var text) -> tokens.lookup(text);
        };
    }

    private static void handOver(@Nullable Context asker, KeyLookup found, Handler<KeyLookup> answer) {
        if (asker == null || asker.equals(Vertx.currentContext())) {
            answer.handle(found);
        } else {
            asker.runOnContext(_ -> answer.handle(found));
        }
    }
}
