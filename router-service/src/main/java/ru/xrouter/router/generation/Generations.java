package ru.xrouter.router.generation;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
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

    private final Map<Generation, Context> running = new ConcurrentHashMap<>();
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
        new Start(parts, admitted, client).run();
    }

    /** Lets a generation leave the running ones when it is over. */
    private final class Start {
        private final Generation generation;
        private final Money held;

        Start(Parts parts, Admitted admitted, Client client) {
            held = admitted.held();
            generation = new Generation(parts, admitted, client, this::over);
        }

        void run() {
            metrics.holdPlaced(held);
            running.put(generation, Vertx.currentContext());
            generation.start();
        }

        private void over() {
            running.remove(generation);
            metrics.holdEnded(held);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        endAll();
        events.flush();
    }

    /** Ends what is running, each generation on its event loop, and waits for it; not to be called on one. */
    void endAll() {
        var left = Map.copyOf(running);
        if (left.isEmpty()) {
            return;
        }
        LOG.warnf("Ending %d running generations", left.size());
        var ended = new CountDownLatch(left.size());
        left.forEach((generation, context) -> context.runOnContext(_ -> {
            generation.shutDown();
            ended.countDown();
        }));
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("Not all generations ended in time; their holds will expire");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
