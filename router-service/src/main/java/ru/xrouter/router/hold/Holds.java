package ru.xrouter.router.hold;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;
import ru.xrouter.api.error.ApiError;
import ru.xrouter.api.money.Money;
import ru.xrouter.router.log.LogLine;
import ru.xrouter.router.metrics.RouterMetrics;
import ru.xrouter.router.usage.UsageEvents;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisScript;

/**
 * Reserves credit atomically, so that an account never spends more than it has, nor a key more than its cap, on however
 * many replicas. While Redis is away a little is held by this router alone, for accounts that are known to have credit; the
 * others are refused (503 with {@code retry-after}), because nobody knows whether they can pay. No request waits longer
 * for Redis than its budget, and none at all once Redis has been away for a second.
 */
@Singleton
public class Holds {
    private static final Logger LOG = Logger.getLogger(Holds.class);
    static final RedisScript HOLD = RedisScript.load(Holds.class, "hold.lua");
    private static final RedisScript RELEASE = RedisScript.load(Holds.class, "release.lua");
    /** A Redis that was only late for once is still asked, because it alone knows what an account has. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** So long after Redis is back, and until the spool is empty, what was spent without it counts. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(2);

    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final EventLoopRedis redis;
    private final BillingClient billing;
    private final LocalHolds locals;
    private final RunningHolds running;
    private final UsageEvents events;
    private final Vertx vertx;
    private final RouterMetrics metrics;

    Holds(
            EventLoopRedis redis,
            BillingClient billing,
            LocalHolds locals,
            RunningHolds running,
            UsageEvents events,
            Vertx vertx,
            RouterMetrics metrics) {
        this.redis = redis;
        this.billing = billing;
        this.locals = locals;
        this.running = running;
        this.events = events;
        this.vertx = vertx;
        this.metrics = metrics;
        metrics.gauge("xrouter_router_redis_away", () -> redis.away() ? 1 : 0);
        redis.whenBack(this::reconcile);
    }

    /** Succeeds when the credit is reserved, else fails with {@link HoldRefusedException}; {@link #ended} must follow. */
    public Future<Void> place(Hold hold) {
        if (redis.awayFor(PATIENCE)) {
            return locally(hold);
        }
        return run(hold)
                .compose(
                        response ->
                                Answer.of(response) == Answer.MISSING ? publishAndRetry(hold) : decide(hold, response),
                        failure -> {
                            line(hold, failure).warn(LOG, "No hold in Redis");
                            return locally(hold);
                        });
    }

    /** The generation of a hold has ended, and its usage event is on its way. */
    public void ended(String generationId, Money cost) {
        running.ended(generationId);
        locals.ended(generationId, cost);
    }

    private Future<Void> locally(Hold hold) {
        if (locals.take(hold)) {
            metrics.held("local");
            running.begun(hold);
            return Future.succeededFuture();
        }
        release(hold);
        return refuse(unavailable());
    }

    /** Redis is back: it hears of every running generation, and what was spent without it is settled once the spool is empty. */
    private void reconcile() {
        running.restoreAll();
        settleLater();
    }

    private void settleLater() {
        var _ = vertx.setTimer(SETTLED_AFTER.toMillis(), _ -> {
            if (redis.away()) {
                return;
            }
            if (events.spooledBytes() == 0) {
                locals.settled();
            } else {
                settleLater();
            }
        });
    }

    private Future<Void> publishAndRetry(Hold hold) {
        return billing.publishBalance(hold.accountId(), hold.capped() ? hold.keyId() : null)
                .recover(failure -> {
                    line(hold, failure).warn(LOG, "Billing did not publish a balance");
                    return refuse(unavailable());
                })
                .compose(status -> switch (status) {
                    case NO_CONTENT ->
                        running.restore(hold.accountId())
                                .compose(_ -> run(hold))
                                .compose(again -> decide(hold, again), _ -> locally(hold));
                    case NOT_FOUND -> refuse(insufficient(hold.amount(), Money.ZERO));
                    default -> refuse(unavailable());
                });
    }

    private Future<Void> decide(Hold hold, Response response) {
        return switch (Answer.of(response)) {
            case HELD -> {
                locals.knows(hold.accountId(), free(response));
                metrics.held("global");
                running.begun(hold);
                yield Future.succeededFuture();
            }
            case TOO_LITTLE -> {
                locals.knows(hold.accountId(), free(response));
                yield refuse(insufficient(hold.amount(), free(response)));
            }
            case CAPPED ->
                refuse(capped(hold.amount(), free(response), response.get(2).toInteger()));
            case MISSING -> refuse(unavailable());
            case RUNNING ->
                refuse(new ApiError(
                        409,
                        "conflict",
                        "A generation with this id is running already.",
                        null,
                        "generation_in_progress",
                        null,
                        Map.of()));
        };
    }

    private Future<Response> run(Hold hold) {
        return HOLD.run(redis, hold.keys(), hold.arguments(Instant.now()));
    }

    /** A hold whose answer came too late may be there nevertheless; where this does not reach it, it expires. */
    private void release(Hold hold) {
        RELEASE.run(redis, hold.releaseKeys(), hold.releaseArguments())
                .onFailure(failure -> line(hold, failure).info(LOG, "A hold may be left to expire"));
    }

    private static LogLine line(Hold hold, Throwable failure) {
        return LogLine.of(hold.generationId(), hold.accountId()).with("reason", String.valueOf(failure.getMessage()));
    }

    private static Money free(Response answer) {
        return new Money(answer.get(1).toLong());
    }

    private static ApiError insufficient(Money amount, Money free) {
        return ApiError.insufficientCredits(
                        "This request could cost up to %s; %s of credit is free, %s is missing. Top up, or lower max_tokens."
                                .formatted(amount, free, amount.minus(free)))
                .withMetadata("most_it_could_cost", amount.roubles().toPlainString())
                .withMetadata("missing", amount.minus(free).roubles().toPlainString());
    }

    private static ApiError capped(Money amount, Money free, int which) {
        var period = switch (which) {
            case 1 -> "day";
            case 2 -> "month";
            default -> "lifetime";
        };
        var left = free.isNegative() ? Money.ZERO : free;
        return ApiError.spendingCapReached(
                        "This request could cost up to %s; %s of this key's spending cap per %s is left. Raise the cap, or lower max_tokens."
                                .formatted(amount, left, period))
                .withMetadata("cap", period)
                .withMetadata("most_it_could_cost", amount.roubles().toPlainString())
                .withMetadata("missing", amount.minus(left).roubles().toPlainString());
    }

    private static ApiError unavailable() {
        return ApiError.unavailable("The account's credit cannot be checked at the moment.");
    }

    private static <T> Future<T> refuse(ApiError error) {
        return Future.failedFuture(new HoldRefusedException(error));
    }

    /** What the script said. */
    private enum Answer {
        HELD,
        TOO_LITTLE,
        CAPPED,
        MISSING,
        RUNNING;

        static Answer of(Response response) {
            return switch (response.get(0).toInteger()) {
                case 1 -> HELD;
                case 0 -> TOO_LITTLE;
                case -1 -> MISSING;
                case -2 -> RUNNING;
                case -3 -> CAPPED;
                default -> throw new IllegalStateException("hold.lua answered " + response);
            };
        }
    }
}
