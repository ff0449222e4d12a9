package ru.xrouter.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.exchange.GatewayMetrics;
import ru.xrouter.gateway.limit.Grant.Verdict;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Requests per minute and concurrent generations of a key: one round trip to Redis, or, while Redis is away or slow,
 * this gateway's share of them from memory. Always answers, within Redis's budget.
 */
@Singleton
public class RateLimits {
    static final RedisScript ADMIT = RedisScript.load(RateLimits.class, "admit.lua");

    private static final Logger LOG = Logger.getLogger(RateLimits.class);
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final int KEYS_REMEMBERED = 10_000;
    private static final int MICROS = 1_000;
    /** After a failure Redis is left alone for so long, so that a slow Redis does not cost every request its budget. */
    private static final long REST_NANOS = Duration.ofMillis(250).toNanos();

    private final EventLoopRedis redis;
    private final int replicas;
    private final String lifetimeMillis;
    private final LoadingCache<String, LocalLimit> locals = Caffeine.newBuilder()
            .maximumSize(KEYS_REMEMBERED)
            .expireAfterAccess(Duration.ofMinutes(15))
            .executor(Runnable::run)
            .build(_ -> new LocalLimit());
    private final Counter globally;
    private final Counter locally;
    private volatile long redisRestsUntil = System.nanoTime();
    private volatile LimitMode mode = LimitMode.GLOBAL;

    RateLimits(EventLoopRedis redis, GatewayConfig config, GatewayMetrics metrics) {
        this.redis = redis;
        this.replicas = config.replicas();
        if (replicas < 1) {
            throw new IllegalStateException("xrouter.gateway.replicas must be at least 1, not %d.".formatted(replicas));
        }
        // A generation that outlives its deadline by a minute belongs to a gateway that died.
        this.lifetimeMillis = Long.toString(config.totalTimeout().plusMinutes(1).toMillis());
        globally = metrics.counter("xrouter_gateway_limit_decisions_total", "mode", LimitMode.GLOBAL.wireName());
        locally = metrics.counter("xrouter_gateway_limit_decisions_total", "mode", LimitMode.LOCAL.wireName());
    }

    /** Decides on one generation; calls back on the calling event loop. */
    public void admit(KeyIdentity key, String generationId, Handler<Admission> decided) {
        var local = locals.get(key.keyId());
        if (redisRests()) {
            decided.handle(admitLocally(key, generationId, local));
            return;
        }
        ask(key, generationId, answer -> {
            if (answer.succeeded()) {
                globally.increment();
                decided.handle(admittedByRedis(grant(answer.result(), key), key, generationId, local));
            } else {
                failed(answer.cause());
                decided.handle(admitLocally(key, generationId, local));
            }
        });
    }

    /** Tells where the limits stand without taking anything. */
    public void look(KeyIdentity key, Handler<Admission> decided) {
        if (redisRests()) {
            decided.handle(lookLocally(key));
            return;
        }
        ask(key, "", answer -> {
            if (answer.succeeded()) {
                decided.handle(new Admission(grant(answer.result(), key), LimitMode.GLOBAL, null));
            } else {
                failed(answer.cause());
                decided.handle(lookLocally(key));
            }
        });
    }

    /** {@code global} or {@code local}: who held the limits at the last decision. */
    public String mode() {
        return mode.wireName();
    }

    private void ask(KeyIdentity key, String generationId, Handler<AsyncResult<Response>> answer) {
        ADMIT.run(
                        redis,
                        List.of(RedisNames.requestRate(key.keyId()), RedisNames.running(key.keyId())),
                        List.of(
                                Integer.toString(key.limits().requestsPerMinute()),
                                Integer.toString(key.limits().concurrency()),
                                generationId,
                                lifetimeMillis))
                .onComplete(answer);
    }

    private Admission admittedByRedis(Grant grant, KeyIdentity key, String generationId, LocalLimit local) {
        if (mode != LimitMode.GLOBAL && !redisRests()) {
            mode = LimitMode.GLOBAL;
            LOG.info("Limits are held in Redis again");
        }
        if (grant.verdict() != Verdict.ADMITTED) {
            return new Admission(grant, LimitMode.GLOBAL, null);
        }
        local.entered();
        return new Admission(grant, LimitMode.GLOBAL, () -> release(key, generationId, local));
    }

    private Admission admitLocally(KeyIdentity key, String generationId, LocalLimit local) {
        locally.increment();
        var grant = local.take(
                nowMicros(),
                share(key.limits().requestsPerMinute()),
                share(key.limits().concurrency()));
        return grant.verdict() == Verdict.ADMITTED
                ? new Admission(grant, LimitMode.LOCAL, () -> release(key, generationId, local))
                : new Admission(grant, LimitMode.LOCAL, null);
    }

    private Admission lookLocally(KeyIdentity key) {
        var grant = locals.get(key.keyId()).look(nowMicros(), share(key.limits().requestsPerMinute()));
        return new Admission(grant, LimitMode.LOCAL, null);
    }

    private void release(KeyIdentity key, String generationId, LocalLimit local) {
        local.left();
        // In local mode too: Redis may have admitted the generation, only too late for us to know. What fails here
        // ends by its expiry.
        var _ = redis.send(
                Request.cmd(Command.ZREM).arg(RedisNames.running(key.keyId())).arg(generationId));
    }

    private boolean redisRests() {
        return System.nanoTime() - redisRestsUntil < 0;
    }

    private void failed(Throwable cause) {
        redisRestsUntil = System.nanoTime() + REST_NANOS;
        if (mode != LimitMode.LOCAL) {
            mode = LimitMode.LOCAL;
            LOG.warnf("Limits are held by this gateway alone: %s", cause.getMessage());
        }
    }

    private int share(int whole) {
        return Math.max(1, whole / replicas);
    }

    private static Grant grant(Response answer, KeyIdentity key) {
        return new Grant(
                VERDICTS[answer.get(0).toInteger()],
                key.limits().requestsPerMinute(),
                answer.get(1).toLong(),
                answer.get(2).toLong(),
                answer.get(3).toLong());
    }

    private static long nowMicros() {
        return System.nanoTime() / MICROS;
    }
}
