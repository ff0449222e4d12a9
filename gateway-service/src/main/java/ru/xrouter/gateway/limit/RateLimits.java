package ru.xrouter.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.KeyLimits;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.exchange.GatewayMetrics;
import ru.xrouter.gateway.limit.Grant.Standing;
import ru.xrouter.gateway.limit.Grant.Verdict;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Requests and tokens per minute and day and concurrent generations, of a key and of its account: one round trip to Redis,
 * or, while Redis is away or slow, this gateway's share of them from memory. Always answers, within Redis's budget.
 */
@Singleton
public class RateLimits {
    static final RedisScript ADMIT = RedisScript.load(RateLimits.class, "admit.lua");

    private static final Logger LOG = Logger.getLogger(RateLimits.class);
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final Rate[] RATES = Rate.values();
    private static final int MICROS = 1_000;
    /** After a failure Redis is left alone for so long, so that a slow Redis does not cost every request its budget. */
    private static final long REST_NANOS = Duration.ofMillis(250).toNanos();

    private final EventLoopRedis redis;
    private final String lifetimeMillis;
    private final LocalLimits locals;
    private final Counter globally;
    private final Counter locally;
    private volatile long redisRestsUntil = System.nanoTime();
    private volatile LimitMode mode = LimitMode.GLOBAL;

    RateLimits(EventLoopRedis redis, GatewayConfig config, GatewayMetrics metrics) {
        this.redis = redis;
        if (config.replicas() < 1) {
            throw new IllegalStateException(
                    "xrouter.gateway.replicas must be at least 1, not %d.".formatted(config.replicas()));
        }
        this.locals = new LocalLimits(config.replicas());
        // A generation that outlives its deadline by a minute belongs to a gateway that died.
        this.lifetimeMillis = Long.toString(config.totalTimeout().plusMinutes(1).toMillis());
        globally = metrics.counter("xrouter_gateway_limit_decisions_total", "mode", LimitMode.GLOBAL.wireName());
        locally = metrics.counter("xrouter_gateway_limit_decisions_total", "mode", LimitMode.LOCAL.wireName());
    }

    /** Whether any limit of tokens applies to the key, so that {@link #admit} must know how many a request may use. */
    public static boolean countsTokens(KeyIdentity key) {
        return TokenReservation.of(0, key) != null;
    }

    /** Decides on one generation that may use so many tokens; calls back on the calling event loop. */
    public void admit(KeyIdentity key, String generationId, long tokens, Handler<Admission> decided) {
        if (redisRests()) {
            decided.handle(admitLocally(key, generationId, tokens));
            return;
        }
        ask(key, generationId, tokens, answer -> {
            if (answer.succeeded()) {
                globally.increment();
                decided.handle(admittedByRedis(grant(answer.result()), key, generationId));
            } else {
                failed(answer.cause());
                decided.handle(admitLocally(key, generationId, tokens));
            }
        });
    }

    /** Tells where the limits stand without taking anything. */
    public void look(KeyIdentity key, Handler<Admission> decided) {
        if (redisRests()) {
            decided.handle(lookLocally(key));
            return;
        }
        ask(key, "", 0, answer -> {
            if (answer.succeeded()) {
                decided.handle(new Admission(grant(answer.result()), LimitMode.GLOBAL, null));
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

    private void ask(KeyIdentity key, String generationId, long tokens, Handler<AsyncResult<Response>> answer) {
        var account = key.accountId();
        var shared = key.accountLimits();
        var keys = new ArrayList<String>(4);
        var arguments = new ArrayList<String>(13);
        arguments.add(generationId);
        arguments.add(lifetimeMillis);
        arguments.add(Long.toString(tokens));
        keys.add(RedisNames.limits(account, key.keyId()));
        keys.add(RedisNames.running(account, key.keyId()));
        add(arguments, key.limits());
        if (shared != null) {
            keys.add(RedisNames.limits(account));
            keys.add(RedisNames.running(account));
            add(arguments, shared);
        }
        ADMIT.run(redis, keys, arguments).onComplete(answer);
    }

    private static void add(List<String> arguments, KeyLimits limits) {
        for (var rate : RATES) {
            arguments.add(Integer.toString(rate.of(limits)));
        }
        arguments.add(Integer.toString(limits.concurrency()));
    }

    private Admission admittedByRedis(Grant grant, KeyIdentity key, String generationId) {
        if (mode != LimitMode.GLOBAL && !redisRests()) {
            mode = LimitMode.GLOBAL;
            LOG.info("Limits are held in Redis again");
        }
        if (grant.verdict() != Verdict.ADMITTED) {
            return new Admission(grant, LimitMode.GLOBAL, null);
        }
        locals.entered(key);
        return new Admission(grant, LimitMode.GLOBAL, () -> release(key, generationId));
    }

    private Admission admitLocally(KeyIdentity key, String generationId, long tokens) {
        locally.increment();
        var grant = locals.take(nowMicros(), key, tokens);
        return grant.verdict() == Verdict.ADMITTED
                ? new Admission(grant, LimitMode.LOCAL, () -> release(key, generationId))
                : new Admission(grant, LimitMode.LOCAL, null);
    }

    private Admission lookLocally(KeyIdentity key) {
        return new Admission(locals.look(nowMicros(), key), LimitMode.LOCAL, null);
    }

    private void release(KeyIdentity key, String generationId) {
        locals.left(key);
        // In local mode too: Redis may have admitted the generation, only too late for us to know. What fails here
        // ends by its expiry.
        leave(RedisNames.running(key.accountId(), key.keyId()), generationId);
        if (key.accountLimits() != null) {
            leave(RedisNames.running(key.accountId()), generationId);
        }
    }

    private void leave(String running, String generationId) {
        var _ = redis.send(Request.cmd(Command.ZREM).arg(running).arg(generationId));
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

    private static Grant grant(Response answer) {
        var verdict = VERDICTS[answer.get(0).toInteger()];
        var byRate = verdict == Verdict.RATE_EXCEEDED || verdict == Verdict.TOO_MANY_TOKENS;
        return new Grant(
                verdict,
                byRate ? RATES[answer.get(2).toInteger()] : null,
                answer.get(1).toInteger() == 1,
                answer.get(3).toLong(),
                answer.get(4).toLong(),
                standing(answer, 5),
                answer.get(8).toLong() == 0 ? null : standing(answer, 8));
    }

    private static Standing standing(Response answer, int at) {
        return new Standing(
                answer.get(at).toLong(),
                answer.get(at + 1).toLong(),
                answer.get(at + 2).toLong());
    }

    private static long nowMicros() {
        return System.nanoTime() / MICROS;
    }
}
