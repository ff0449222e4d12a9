package ru.xrouter.router.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.Counter;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.api.usage.UsageEvent;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.router.metrics.RouterMetrics;
import ru.xrouter.service.redis.EventLoopRedis;
import ru.xrouter.service.redis.RedisHome;

/**
 * Hands usage events to billing through a Redis Stream. An event is durable once Redis has taken it or, when Redis is away
 * or does not take it within its budget, once the {@link Spool} has it on disk, from where it is sent later, at least once;
 * billing counts a generation once however often it hears of it. The events of the last minute are sent again, from the {@link Journal}, to a
 * Redis that may have lost them. Only an event that neither Redis nor the disk takes is lost: it is logged whole and counted.
 */
@Startup
@Singleton
public class UsageEvents {
    private static final Logger LOG = Logger.getLogger(UsageEvents.class);
    private static final ObjectWriter JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerFor(UsageEvent.class);
    private static final int MOST_WAITING = 20_000;
    private static final long SEND_SECONDS = 5;
    /** A disk that takes longer is ill; an answer waits no longer for it. */
    private static final long DISK_MILLIS = 5_000;

    private static final long SAVE_MILLIS = 50;
    /** Many times what comes within that; more only a disk that hangs leaves behind, which then keeps none of them. */
    private static final int MOST_UNSAVED = 10_000;
    /** Well within the time that events are remembered. */
    private static final long LOOK_MILLIS = 2_000;

    private static final long JOURNAL_BYTES = 8 << 20;

    private final EventLoopRedis redis;
    private final Vertx vertx;
    private final Context loop;
    private final Spool spool;
    private final Journal journal;
    private final BlockingQueue<String> unsaved = new LinkedBlockingQueue<>(MOST_UNSAVED);
    private final RedisHome home;
    private final ScheduledExecutorService disk = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("usage-spool").daemon().factory());
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger sending = new AtomicInteger();
    private volatile long looking;
    private final Counter spooled;
    private final Counter lost;

    UsageEvents(Vertx vertx, EventLoopRedis redis, RouterConfig config, RouterMetrics metrics) {
        this.redis = redis;
        this.home = new RedisHome(redis, RedisNames.USAGE_STREAM);
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.spool = Spool.open(config.spoolDir(), config.spoolMaxBytes());
        this.journal = journal(config.spoolDir().resolve("recent"));
        spooled = metrics.counter("xrouter_router_usage_spooled");
        lost = metrics.counter("xrouter_router_usage_lost");
        metrics.gauge("xrouter_router_spool_bytes", spool::bytes);
        loop.runOnContext(_ -> {
            lookAtRedis();
            // A fail-over need not break a connection of ours, and none may be over yet when Redis is back.
            looking = vertx.setPeriodic(LOOK_MILLIS, _ -> lookUnlessAway());
        });
        redis.whenBack(this::lookAtRedis);
        var pause = config.spoolDrain().toMillis();
        disk.execute(this::tellAgain);
        var _ = disk.scheduleWithFixedDelay(this::drain, 0, pause, TimeUnit.MILLISECONDS);
        var _ = disk.scheduleWithFixedDelay(this::save, SAVE_MILLIS, SAVE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Journal journal(Path folder) {
        try {
            return Journal.open(folder, JOURNAL_BYTES);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "xrouter.router.spool-dir: '%s' cannot be used: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Redis may have lost what this process, or the one before, had told it, and nobody else knows. */
    private void tellAgain() {
        save();
        try {
            journal.handOver(events -> {
                LOG.infof("Telling Redis again of %d usage events", events.size());
                return spool.append(events);
            });
        } catch (IOException e) {
            LOG.errorf("What was told to Redis lately cannot be told again: %s", e.getMessage());
        }
    }

    private void save() {
        var events = new ArrayList<String>();
        unsaved.drainTo(events);
        try {
            if (!events.isEmpty()) {
                journal.append(events, System.nanoTime());
            }
        } catch (IOException e) {
            LOG.errorf("The journal of usage events cannot be written: %s", e.getMessage());
        }
    }

    /** Bytes of events on disk that Redis has not taken yet. */
    public long spooledBytes() {
        return spool.bytes();
    }

    /** Takes an event, on an event loop; completes on the same loop when the event is durable, and never fails. */
    public Future<Void> record(UsageEvent event) {
        var json = json(event);
        sending.incrementAndGet();
        return durable(json).onComplete(_ -> sending.decrementAndGet());
    }

    private Future<Void> durable(String json) {
        // Nobody waits for a Redis that is known to be away. A late one may have the event nevertheless: a second copy
        // does no harm.
        return redis.away() ? spool(json) : take(json).recover(_ -> spool(json));
    }

    /** Completes when Redis has the event, which is told again should Redis lose it. */
    private Future<Void> take(String json) {
        return append(json).onSuccess(_ -> unsaved.offer(json)).mapEmpty();
    }

    private static String json(UsageEvent event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A usage event is always JSON.", e);
        }
    }

    private Future<Response> append(String json) {
        return redis.send(Request.cmd(Command.XADD)
                .arg(RedisNames.USAGE_STREAM)
                .arg("*")
                .arg(RedisNames.EVENT_FIELD)
                .arg(json));
    }

    private void lookUnlessAway() {
        if (!redis.away()) {
            lookAtRedis();
        }
    }

    /** Another process of Redis, a replica that took over, or one that was emptied may lack what was taken before. */
    private void lookAtRedis() {
        home.look().onSuccess(look -> {
            if (look == RedisHome.Look.MOVED) {
                LOG.info("Redis may have lost usage events");
                try {
                    disk.execute(this::tellAgain);
                } catch (RejectedExecutionException _) {
                    // The service is stopping: the next process tells it.
                }
            }
        });
    }

    /** Completes on the calling event loop when the event is on disk; does not wait for an ill disk for ever. */
    private Future<Void> spool(String json) {
        var written = Promise.<Void>promise();
        var tooLong = vertx.setTimer(DISK_MILLIS, _ -> {
            if (written.tryComplete()) {
                LOG.error("The usage spool's disk hangs: an answer ends before its usage event is safe");
            }
        });
        var origin = vertx.getOrCreateContext();
        spool(new Waiting(
                json,
                () -> origin.runOnContext(_ -> {
                    vertx.cancelTimer(tooLong);
                    written.tryComplete();
                })));
        return written.future();
    }

    private void spool(Waiting event) {
        if (waitingCount.incrementAndGet() > MOST_WAITING) {
            waitingCount.decrementAndGet();
            lose(List.of(event.json()));
            event.over().run();
        } else {
            waiting.add(event);
            try {
                disk.execute(this::write);
            } catch (RejectedExecutionException _) {
                // The service is stopping: who closes it writes what waits.
                event.over().run();
            }
        }
    }

    /** Writes all that waits in one go, so that many events share one fsync. */
    private void write() {
        var taken = new ArrayList<Waiting>();
        for (var event = waiting.poll(); event != null; event = waiting.poll()) {
            taken.add(event);
        }
        if (taken.isEmpty()) {
            return;
        }
        waitingCount.addAndGet(-taken.size());
        var events = taken.stream().map(Waiting::json).toList();
        try {
            if (spool.append(events)) {
                spooled.increment(events.size());
            } else {
                lose(events);
            }
        } catch (IOException e) {
            LOG.errorf("The usage spool cannot be written: %s", e.getMessage());
            lose(events);
        }
        taken.forEach(event -> event.over().run());
    }

    private void lose(List<String> events) {
        lost.increment(events.size());
        events.forEach(event -> LOG.errorf("Lost a usage event: %s", event));
    }

    private void drain() {
        if (redis.away()) {
            // New events need the disk's thread: it waits for no Redis that is known to be away.
            return;
        }
        try {
            spool.drain(this::send);
        } catch (IOException | RuntimeException e) {
            LOG.errorf("The usage spool cannot be read: %s", e.getMessage());
        }
    }

    /** Sends a batch of the spool; on the disk's thread, for which new events may wait and go first. */
    private boolean send(List<String> events) {
        write();
        save();
        if (redis.away()) {
            return false;
        }
        var taken = new CompletableFuture<Boolean>();
        loop.runOnContext(_ -> Future.all(events.stream().map(this::take).toList())
                .onComplete(result -> taken.complete(result.succeeded())));
        try {
            return taken.get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits, not on an event loop, until every event so far is with Redis or on disk. */
    public void flush() {
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SEND_SECONDS);
            while (sending.get() > 0 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            disk.submit(this::write).get(SEND_SECONDS, TimeUnit.SECONDS);
            disk.submit(this::save).get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("The usage spool was not written to the end", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void close() throws IOException {
        vertx.cancelTimer(looking);
        flush();
        disk.shutdownNow();
        if (stopped()) {
            // What came while the spool was being sent.
            write();
            save();
        }
        spool.close();
        journal.close();
    }

    private boolean stopped() {
        try {
            return disk.awaitTermination(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** An event on its way to the disk, and what follows when it is there, or lost. */
    private record Waiting(String json, Runnable over) {}
}
