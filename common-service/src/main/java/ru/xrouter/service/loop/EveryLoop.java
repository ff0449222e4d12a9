package ru.xrouter.service.loop;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Work that each event loop does for itself. */
public final class EveryLoop {
    private EveryLoop() {}

    /**
     * Begins the work once on every event loop, and ends when all of it has ended, well or not.
     *
     * @param eventLoops how many there are
     */
    public static Future<Void> run(Vertx vertx, int eventLoops, Supplier<? extends Future<?>> work) {
        // Instances of a verticle go round the event loops.
        return vertx.deployVerticle(
                        () -> new AbstractVerticle() {
                            @Override
                            public void start(Promise<Void> started) {
                                work.get().onComplete(_ -> started.complete());
                            }
                        },
                        new DeploymentOptions().setInstances(eventLoops))
                .mapEmpty();
    }
}
