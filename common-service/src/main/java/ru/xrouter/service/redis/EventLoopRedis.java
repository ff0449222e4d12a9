package ru.xrouter.service.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.service.loop.EveryLoop;
import ru.xrouter.service.metrics.Boundaries;

/**
 * Redis for the hot path: every event loop has one connection and pipelines its commands over it. A command is answered
 * or fails with {@link RedisUnavailableException} within the configured budget and {@value #GRACE_MILLIS} ms, in which the
 * loop reads what came while it was busy itself; nothing queues while Redis is away. After a
 * failure, and when it refuses to work for anybody, Redis counts as away until it writes again, for which it is asked
 * without waiting for a request.
 */
@Singleton
public class EventLoopRedis {
    private static final Logger LOG = Logger.getLogger(EventLoopRedis.class);

    /** Long enough for a loop to go round; part of the longest wait that is promised. */
    private static final long GRACE_MILLIS = 20;

    /**
     * Answers of a Redis that is there and of no use: full, a replica, without its disk, still loading, not for us. Redis 6 tells
     * what befell a script at the end of a sentence.
     */
    private static final Pattern REFUSAL = Pattern.compile(
            "(?:^|: -)(?:BUSY|CLUSTERDOWN|LOADING|MASTERDOWN|MISCONF|NOAUTH|NOPERM .*'eval(?:sha)?'|NOREPLICAS|OOM|READONLY) ");

    /** Whether Redis runs scripts and writes again; a ping would be answered before. */
    private static final String PROBE = "return redis.call('SET', KEYS[1], '', 'PX', 1000)";

    private final Vertx vertx;
    private final Redis redis;
    private final int eventLoops;
    private final long budgetMillis;
    private final long reconnectMillis;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long awaySince;
    private final List<Runnable> whenBack = new CopyOnWriteArrayList<>();
    private final Timer answered;
    private final Counter failures;
    private final FastThreadLocal<Lane> lanes = new FastThreadLocal<>() {
        @Override
        protected Lane initialValue() {
            return new Lane();
        }
    };

    public EventLoopRedis(
            Vertx vertx,
            Redis redis,
            RedisLinkConfig config,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") int eventLoops) {
        this.eventLoops = eventLoops;
        this.answered = Timer.builder("xrouter_redis_command")
                .description("Commands of the hot path, from sending to the answer or the failure")
                .serviceLevelObjectives(Boundaries.ownWork())
                .register(metrics);
        this.failures = Counter.builder("xrouter_redis_failures")
                .description("Commands of the hot path that Redis refused to serve or did not answer within the budget")
                .register(metrics);
        this.vertx = vertx;
        this.redis = redis;
        this.budgetMillis = config.budget().toMillis();
        this.reconnectMillis = config.reconnectDelay().toMillis();
    }

    /** Sends a command on the calling event loop's connection and completes on the same loop. */
    public Future<Response> send(Request request) {
        var started = System.nanoTime();
        return lanes.get().send(request).onComplete(result -> {
            answered.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
            if (result.failed() && !(result.cause() instanceof ErrorType)) {
                failures.increment();
            } else if (result.failed() && refuses(result.cause())) {
                failures.increment();
                failed();
            }
        });
    }

    private static boolean refuses(Throwable error) {
        return REFUSAL.matcher(String.valueOf(error.getMessage())).find();
    }

    /** Whether Redis has failed and not served since; what can do without it need not wait for it then. */
    public boolean away() {
        return away.get();
    }

    /** Whether it has been away for so long, and is not only late for once. */
    public boolean awayFor(Duration time) {
        return away.get() && System.nanoTime() - awaySince > time.toNanos();
    }

    /** Has something done, on an event loop, each time that Redis is back; it may have lost its data. */
    public void whenBack(Runnable action) {
        whenBack.add(action);
    }

    private void failed() {
        if (!away.get()) {
            awaySince = System.nanoTime();
        }
        if (away.compareAndSet(false, true)) {
            LOG.warn("Redis is away");
            probeLater();
        }
    }

    private void probeLater() {
        var _ = vertx.setTimer(
                reconnectMillis,
                _ -> send(Request.cmd(Command.EVAL).arg(PROBE).arg(1).arg("xrouter:probe"))
                        .onSuccess(_ -> back())
                        .onFailure(_ -> probeLater()));
    }

    private void back() {
        LOG.info("Redis is back");
        away.set(false);
        whenBack.forEach(Runnable::run);
    }

    /**
     * Sends a command on every event loop, so that the first requests wait neither for a connection nor for a script.
     * Ends when all are answered or have failed, as they do without Redis.
     */
    public Future<Void> warmUp(Supplier<Future<Response>> command) {
        return EveryLoop.run(vertx, eventLoops, command);
    }

    /** One event loop's connection; touched by that loop alone. */
    private final class Lane {
        private @Nullable RedisConnection connection;
        private @Nullable Future<RedisConnection> connecting;
        private long retryAt;

        Future<Response> send(Request request) {
            var open = connection;
            if (open != null) {
                return open.pendingQueueFull()
                        ? unavailable("Redis is too slow.")
                        : withinBudget(open.send(request).onFailure(failure -> failed(open, failure)));
            }
            if (connecting == null && System.currentTimeMillis() < retryAt) {
                return unavailable("Redis is not connected.");
            }
            return withinBudget(connect().compose(fresh -> fresh.send(request)));
        }

        private Future<Response> unavailable(String why) {
            EventLoopRedis.this.failed();
            return Future.failedFuture(new RedisUnavailableException(why));
        }

        private Future<RedisConnection> connect() {
            if (connecting != null) {
                return connecting;
            }
            var attempt = redis.connect().onSuccess(this::connected).onFailure(_ -> lost(null));
            // Set before its end is awaited: a connection from the pool may be there at once.
            connecting = attempt;
            attempt.onComplete(_ -> connecting = null);
            return attempt;
        }

        private void connected(RedisConnection fresh) {
            connection = fresh;
            fresh.exceptionHandler(_ -> lost(fresh));
            fresh.endHandler(_ -> lost(fresh));
        }

        /** The pool may hand out a connection that has ended already, of whose end nobody hears any more. */
        private void failed(RedisConnection used, Throwable failure) {
            if (!(failure instanceof ErrorType)) {
                lost(used);
            }
        }

        private void lost(@Nullable RedisConnection broken) {
            retryAt = System.currentTimeMillis() + reconnectMillis;
            EventLoopRedis.this.failed();
            if (broken != null && broken.equals(connection)) {
                // Not closed: that would give it back to the pool, which hands it out again although it has ended.
                connection = null;
                LOG.warn("Lost the connection to Redis");
            }
        }

        private void tooLate(Promise<Response> promise) {
            if (promise.tryFail(new RedisUnavailableException("Redis did not answer in time."))) {
                EventLoopRedis.this.failed();
            }
        }

        private Future<Response> withinBudget(Future<Response> answer) {
            if (answer.isComplete()) {
                return answer;
            }
            var promise = Promise.<Response>promise();
            // When a loop that stood still comes to its timers, Redis may have answered long ago: a second timer lets
            // the loop read its sockets first, so that only the time of Redis counts.
            var timer = vertx.setTimer(budgetMillis, _ -> vertx.setTimer(GRACE_MILLIS, _ -> tooLate(promise)));
            answer.onComplete(result -> {
                vertx.cancelTimer(timer);
                if (result.succeeded()) {
                    promise.tryComplete(result.result());
                } else {
                    promise.tryFail(result.cause());
                }
            });
            return promise.future();
        }
    }
}
