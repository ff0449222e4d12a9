package ru.xrouter.router;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting in tests, never without a bound. */
public final class Blocking {
    private static final long SECONDS = 15;

    private Blocking() {}

    public static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not succeed in time", e);
        }
    }

    /** The first answer that will do. */
    public static <T> T get(Supplier<T> asking, Predicate<T> good) {
        var answers = new ArrayList<T>();
        until(() -> {
            answers.add(asking.get());
            return good.test(answers.getLast());
        });
        return answers.getLast();
    }

    public static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not become true in time");
            }
            try {
                Thread.sleep(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
