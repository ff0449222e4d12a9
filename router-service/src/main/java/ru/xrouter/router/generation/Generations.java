package ru.xrouter.router.generation;

import static java.util.Objects.requireNonNull;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import ru.xrouter.api.money.Money;
import ru.xrouter.router.config.RouterConfig;
import ru.xrouter.router.metrics.RouterMetrics;
import ru.xrouter.router.usage.UsageEvents;

/**
 * The generations that are running. At a stop they may finish within the drain timeout (the HTTP server waits for them);
 * those that remain are ended and settled before the process goes.
 */
@Singleton
class Generations {
    private static final Logger LOG = Logger.getLogger(Generations.class);
    private static final long STOP_SECONDS = 5;

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final UsageEvents events;
    private final RouterMetrics metrics;
    private final int most;

    Generations(UsageEvents events, RouterConfig config, RouterMetrics metrics) {
        this.events = events;
        this.metrics = metrics;
        this.most = config.maxRunning();
        metrics.gauge("xrouter_router_running", running::size);
    }

    boolean full() {
        return running.size() >= most;
    }

    /** Starts a generation on the calling event loop. */
    void begin(Parts parts, Admitted admitted, Client client) {
        new Running(parts, admitted, client).start();
    }

    /** A generation among the running ones, which it leaves when it is over. */
    private final class Running {
        private final Generation generation;
        private final Context loop = requireNonNull(Vertx.currentContext());
        private final CountDownLatch over = new CountDownLatch(1);
        private final Money held;

        Running(Parts parts, Admitted admitted, Client client) {
            held = admitted.held();
            generation = new Generation(parts, admitted, client, this::over);
        }

        void start() {
            metrics.holdPlaced(held);
            running.add(this);
            generation.start();
        }

        private void over() {
            running.remove(this);
            metrics.holdEnded(held);
            over.countDown();
        }

        void shutDown() {
            loop.runOnContext(_ -> generation.shutDown());
        }

        boolean awaitOver(long deadlineNanos) throws InterruptedException {
            return over.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        endAll();
        events.flush();
    }

    /**
     * Ends what is running, each generation on its event loop, and waits until their usage events are durable and answers
     * that waited for that have gone out; not to be called on an event loop.
     */
    void endAll() {
        var left = Set.copyOf(running);
        if (left.isEmpty()) {
            return;
        }
        LOG.warnf("Ending %d running generations", left.size());
        left.forEach(Running::shutDown);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        try {
            for (var generation : left) {
                if (!generation.awaitOver(deadline)) {
                    LOG.error("Not all generations ended in time; their holds will expire");
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
