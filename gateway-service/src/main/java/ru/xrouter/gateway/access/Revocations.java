package ru.xrouter.gateway.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.redis.RedisNames;

/**
 * Listens for revoked keys and takes them out of the cache. The connection is asked for a sign of life several times a second, and the
 * cache is told of each; one that leaves too many questions unanswered is given up, and while there is none, the cache hears nothing.
 */
@Singleton
class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final String ALL = "*";
    private static final long HEARTBEAT_MILLIS = 300;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final int MESSAGE_PARTS = 3;
    private static final int PATIENCE = 8;

    private final Vertx vertx;
    private final Redis redis;
    private final KeyCache cache;
    private @Nullable RedisConnection connection;
    private int unanswered;
    private boolean subscribed;
    private long pause = FIRST_PAUSE_MILLIS;
    private volatile boolean stopped;

    Revocations(Vertx vertx, Redis redis, KeyDirectory keys) {
        this.vertx = vertx;
        this.redis = redis;
        this.cache = keys.cache();
    }

    void start(@Observes StartupEvent event) {
        vertx.getOrCreateContext().runOnContext(_ -> {
            connect();
            vertx.setPeriodic(HEARTBEAT_MILLIS, _ -> beat());
        });
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void connect() {
        if (!stopped) {
            redis.connect().onSuccess(this::connected).onFailure(_ -> connectLater());
        }
    }

    private void connectLater() {
        vertx.setTimer(pause, _ -> connect());
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }

    private void connected(RedisConnection fresh) {
        connection = fresh;
        unanswered = 0;
        subscribed = false;
        fresh.handler(message -> heard(fresh, message));
        fresh.exceptionHandler(_ -> lost(fresh));
        fresh.endHandler(_ -> lost(fresh));
        fresh.send(Request.cmd(Command.SUBSCRIBE).arg(RedisNames.REVOCATIONS)).onFailure(_ -> lost(fresh));
    }

    private void heard(RedisConnection from, @Nullable Response message) {
        if (!from.equals(connection) || message == null) {
            return;
        }
        unanswered = 0;
        cache.heard();
        if (message.type() == ResponseType.MULTI || message.type() == ResponseType.PUSH) {
            if (message.size() == MESSAGE_PARTS) {
                understand(String.valueOf(message.get(0)), String.valueOf(message.get(2)));
            }
        }
    }

    private void understand(String kind, String content) {
        switch (kind) {
            case "subscribe" -> subscribed();
            case "message" -> {
                if (content.equals(ALL)) {
                    cache.revokeAll();
                } else {
                    cache.revoke(content);
                }
            }
            default -> {}
        }
    }

    private void subscribed() {
        subscribed = true;
        pause = FIRST_PAUSE_MILLIS;
        cache.hears(true);
        LOG.info("Listening for revoked API keys");
    }

    private void beat() {
        var current = connection;
        if (current == null) {
            return;
        }
        if (unanswered == PATIENCE) {
            lost(current);
            return;
        }
        unanswered++;
        // Where Redis speaks RESP2, a revocation may come in the place of the answer; it is understood either way.
        current.send(Request.cmd(Command.PING))
                .onSuccess(answer -> heard(current, answer))
                .onFailure(_ -> lost(current));
    }

    private void lost(RedisConnection broken) {
        if (!broken.equals(connection)) {
            return;
        }
        connection = null;
        broken.close();
        if (subscribed) {
            LOG.warn("Revoked API keys cannot be heard; keys are asked for every second until they can");
        }
        subscribed = false;
        cache.hears(false);
        connectLater();
    }
}
