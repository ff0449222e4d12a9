package ru.xrouter.gateway.limit;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.access.KeyIdentity;
import ru.xrouter.api.access.TokenReservation;
import ru.xrouter.gateway.GatewayConfig;
import ru.xrouter.gateway.exchange.GatewayMetrics;
import ru.xrouter.gateway.limit.Grant.Standing;
import ru.xrouter.gateway.limit.Grant.Verdict;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Requests and tokens per minute and day and concurrent generations, of a key, of its account and of the models that may
 * answer: one round trip to Redis, or, while Redis is away or slow, this gateway's share of them from memory. Always answers, within Redis's budget.
 */
@Singleton
public class RateLimits {
    static final RedisScript ADMIT = RedisScript.loadWithTokenLimits(RateLimits.class, "admit.lua");

    private static final Logger LOG = Logger.getLogger(RateLimits.class);
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final Rate[] RATES = Rate.values();
    private static final int MICROS = 1_000;
    private static final int TAKEN_AT = 11;

    private final EventLoopRedis redis;
    private final String lifetimeMillis;
    private final LocalLimits locals;
    private final OwedLimits owed = new OwedLimits();
    private final Returns returns;
    private final LimitDecisions decisions;
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
        // Hears first that Redis is back, since it ends places, of which those that are held are taken anew.
        this.returns = new Returns(redis, lifetimeMillis);
        decisions = new LimitDecisions(metrics, () -> mode);
        metrics.gauge("xrouter_gateway_redis_away", "1 while Redis is known to be away", () -> redis.away() ? 1 : 0);
        redis.whenBack(this::back);
    }

    /** Whether {@link #admit} must know of a request's body, which models may answer it and how many tokens it may use. */
    public static boolean needsBody(KeyIdentity key) {
        return !key.modelLimits().isEmpty() || Scope.reservation(0, key, List.of()) != null;
    }

    /** The tokens that {@link #admit} is to take, for the router to put right; null when none are limited. */
    public static @Nullable TokenReservation reservation(long tokens, KeyIdentity key, Collection<String> models) {
        return Scope.reservation(tokens, key, models);
    }

    /**
     * Decides on one generation that any of the models may answer and that may use so many tokens; calls back on the calling
     * event loop.
     */
    public void admit(
            KeyIdentity key, Collection<String> models, String generationId, long tokens, Handler<Admission> decided) {
        admit(Scope.of(key, models), generationId, tokens, decided);
    }

    private void admit(List<Scope> scopes, String generationId, long tokens, Handler<Admission> decided) {
        if (redis.away()) {
            decided.handle(admitLocally(scopes, generationId, tokens));
            return;
        }
        ask(scopes, generationId, tokens, answer -> {
            if (answer.succeeded()) {
                var grant = grant(answer.result(), scopes);
                decisions.count(LimitMode.GLOBAL, grant.verdict());
                decided.handle(
                        admittedByRedis(grant, answer.result().get(TAKEN_AT).toLong(), scopes, generationId, tokens));
            } else {
                failed(answer.cause());
                // Redis may have admitted it, only too late for us to know: it counts where it is decided on, and once.
                returns.giveBack(scopes, generationId, 1, tokens);
                decided.handle(admitLocally(scopes, generationId, tokens));
            }
        });
    }

    /** Tells where the limits stand without taking anything. */
    public void look(KeyIdentity caller, Handler<Admission> decided) {
        var scopes = Scope.of(caller, List.of());
        if (redis.away()) {
            decided.handle(lookLocally(scopes));
            return;
        }
        ask(scopes, "", 0, answer -> {
            if (answer.succeeded()) {
                decided.handle(new Admission(grant(answer.result(), scopes), LimitMode.GLOBAL));
            } else {
                failed(answer.cause());
                decided.handle(lookLocally(scopes));
            }
        });
    }

    /** {@code global} or {@code local}: who held the limits at the last decision. */
    public String mode() {
        return mode.wireName();
    }

    private void ask(List<Scope> scopes, String generationId, long tokens, Handler<AsyncResult<Response>> answer) {
        var keys = new ArrayList<String>(2 * scopes.size());
        var arguments = new ArrayList<String>(3 + (RATES.length + 1) * scopes.size());
        arguments.add(generationId);
        arguments.add(lifetimeMillis);
        arguments.add(Long.toString(tokens));
        for (var scope : scopes) {
            keys.add(scope.limits());
            keys.add(scope.running());
            for (var rate : RATES) {
                arguments.add(Integer.toString(rate.of(scope.bounds())));
            }
            arguments.add(Integer.toString(scope.bounds().concurrency()));
        }
        ADMIT.run(redis, keys, arguments).onComplete(answer);
    }

    private Admission admittedByRedis(Grant grant, long takenAt, List<Scope> scopes, String generationId, long tokens) {
        if (mode != LimitMode.GLOBAL && !redis.away()) {
            back();
        }
        if (grant.verdict() != Verdict.ADMITTED) {
            return new Admission(grant, LimitMode.GLOBAL);
        }
        locals.entered(scopes);
        return new Admission(
                grant, LimitMode.GLOBAL, takenAt, unused -> release(scopes, generationId, unused ? tokens : 0));
    }

    private Admission admitLocally(List<Scope> scopes, String generationId, long tokens) {
        mode = LimitMode.LOCAL;
        var now = nowMicros();
        var grant = locals.take(now, scopes, tokens);
        decisions.count(LimitMode.LOCAL, grant.verdict());
        if (grant.verdict() != Verdict.ADMITTED) {
            return new Admission(grant, LimitMode.LOCAL);
        }
        owed.granted(now, scopes, generationId, tokens);
        return new Admission(grant, LimitMode.LOCAL, 0, unused -> {
            var back = unused ? tokens : 0;
            owed.ended(nowMicros(), generationId, back);
            locals.giveBackTokens(nowMicros(), now, scopes, back);
            release(scopes, generationId, back);
        });
    }

    private Admission lookLocally(List<Scope> scopes) {
        return new Admission(locals.look(nowMicros(), scopes), LimitMode.LOCAL);
    }

    /** In local mode too: Redis may know the generation by now. */
    private void release(List<Scope> scopes, String generationId, long unusedTokens) {
        locals.left(scopes);
        if (unusedTokens > 0 && scopes.stream().anyMatch(scope -> scope.bounds().countTokens())) {
            returns.giveBack(scopes, generationId, 0, unusedTokens);
        } else {
            // What fails here ends by its expiry.
            scopes.forEach(scope -> leave(scope.running(), generationId));
        }
    }

    private void leave(String running, String generationId) {
        var _ = redis.send(Request.cmd(Command.ZREM).arg(running).arg(generationId));
    }

    private void back() {
        mode = LimitMode.GLOBAL;
        owed.repay(redis, nowMicros(), lifetimeMillis);
        LOG.info("Limits are held in Redis again");
    }

    private void failed(Throwable cause) {
        if (mode != LimitMode.LOCAL) {
            mode = LimitMode.LOCAL;
            LOG.warnf("Limits are held by this gateway alone: %s", cause.getMessage());
        }
    }

    private static Grant grant(Response answer, List<Scope> scopes) {
        var verdict = VERDICTS[answer.get(0).toInteger()];
        var byRate = verdict == Verdict.RATE_EXCEEDED || verdict == Verdict.TOO_MANY_TOKENS;
        return new Grant(
                verdict,
                byRate ? RATES[answer.get(2).toInteger()] : null,
                verdict == Verdict.ADMITTED
                        ? null
                        : scopes.get(answer.get(1).toInteger()).whose(),
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
