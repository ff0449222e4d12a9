package ru.xrouter.simulator;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import ru.xrouter.simulator.gigachat.GigaChatRoutes;
import ru.xrouter.simulator.knobs.GlobalKnobs;
import ru.xrouter.simulator.payment.PaymentPage;
import ru.xrouter.simulator.served.Served;
import ru.xrouter.simulator.yandex.YandexRoutes;

/** A running stand-in for both providers' HTTP APIs, on one port, until it is closed. */
public final class Simulator implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /** Vert.x gives every listener of one deployment the same free port for a negative one. */
    private static final int SHARED_FREE_PORT = -1;

    private final Vertx vertx;
    private final int port;

    private Simulator(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Listens on the port, or on a free one for 0, and answers once it does. */
    public static Simulator start(int port) {
        return start(port, null);
    }

    /** The same; with certificates it speaks HTTPS alone. */
    public static Simulator start(int port, @Nullable Tls tls) {
        return start(port, tls, null);
    }

    /** The same; with a page it stands for a payment provider too. */
    public static Simulator start(int port, @Nullable Tls tls, @Nullable PaymentPage payments) {
        var loops = Runtime.getRuntime().availableProcessors();
        var vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        try {
            var knobs = new GlobalKnobs();
            var served = new Served();
            var gigachat = new GigaChatRoutes(vertx, Clock.systemUTC(), knobs.gigachat(), served);
            var yandex = new YandexRoutes(vertx, Clock.systemUTC(), knobs.yandexgpt(), served);
            var control = new ControlRoutes(knobs, served, gigachat, yandex);
            var shares = new ConcurrentLinkedQueue<ServerVerticle>();
            await(vertx.deployVerticle(
                    () -> {
                        var share = new ServerVerticle(
                                port == 0 ? SHARED_FREE_PORT : port, tls, control, gigachat, yandex, payments);
                        shares.add(share);
                        return share;
                    },
                    new DeploymentOptions().setInstances(loops)));
            return new Simulator(vertx, shares.element().port());
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IllegalStateException("the simulator cannot listen on port " + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vertx.close();
            throw new IllegalStateException("interrupted while starting the simulator", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Stops listening and breaks what is still running. */
    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the simulator did not stop", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<?> future) throws ExecutionException, TimeoutException, InterruptedException {
        future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
