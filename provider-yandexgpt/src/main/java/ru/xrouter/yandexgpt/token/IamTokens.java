package ru.xrouter.yandexgpt.token;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The IAM token that all calls share. At most one is being fetched at any time. A fresh one is fetched in the
 * background after an hour, or a tenth of a shorter life, as the vendor advises; a failed fetch is not repeated for a
 * second, however many calls ask.
 */
final class IamTokens implements Credentials {
    private static final Logger LOG = Logger.getLogger(IamTokens.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final int TENTHS = 10;
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Supplier<Future<IamToken>> source;
    private final Clock clock;
    private State state = new Absent();

    private sealed interface State {}

    /** Nothing is in hand, and nobody has asked. */
    private record Absent() implements State {}

    /** Nothing is in hand; whoever asks waits for the one fetch. */
    private record Fetching(Promise<@Nullable String> fresh) implements State {}

    /** A good token; from {@code refreshAt} on the next call starts a fetch, from {@code staleAt} on calls wait. */
    private record Held(String authorization, Instant refreshAt, Instant staleAt) implements State {
        Future<@Nullable String> ready() {
            return Future.succeededFuture(authorization);
        }
    }

    /** A token that is good for a while, and the fetch of its successor. */
    private record Refreshing(Held current, Promise<@Nullable String> fresh) implements State {}

    /** The last fetch failed; it is not repeated before {@code until}. */
    private record Failed(Throwable cause, Instant until) implements State {}

    IamTokens(Vertx vertx, Supplier<Future<IamToken>> source, Clock clock) {
        this.vertx = vertx;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public synchronized Future<@Nullable String> authorization() {
        var now = clock.instant();
        return switch (state) {
            case Held held when now.isBefore(held.refreshAt()) -> held.ready();
            case Held held
            when now.isBefore(held.staleAt()) -> {
                var fresh = Promise.<@Nullable String>promise();
                state = new Refreshing(held, fresh);
                fetch(fresh);
                yield held.ready();
            }
            case Refreshing refreshing
            when now.isBefore(refreshing.current().staleAt()) ->
                refreshing.current().ready();
            case Refreshing refreshing -> here(refreshing.fresh());
            case Fetching fetching -> here(fetching.fresh());
            case Failed failed when now.isBefore(failed.until()) -> Future.failedFuture(failed.cause());
            case Held _, Failed _, Absent _ -> {
                var fresh = Promise.<@Nullable String>promise();
                state = new Fetching(fresh);
                var answer = here(fresh);
                fetch(fresh);
                yield answer;
            }
        };
    }

    @Override
    public synchronized void rejected(@Nullable String authorization) {
        switch (state) {
            case Held held when held.authorization().equals(authorization) -> state = new Absent();
            case Refreshing refreshing
            when refreshing.current().authorization().equals(authorization) -> state = new Fetching(refreshing.fresh());
            default -> {}
        }
    }

    private void fetch(Promise<@Nullable String> fresh) {
        source.get().onComplete(result -> {
            settle(result);
            if (result.succeeded()) {
                fresh.complete(result.result().authorization());
            } else {
                LOG.warnf("An IAM token could not be fetched, provider=YandexGPT, failure=%s", result.cause());
                fresh.fail(result.cause());
            }
        });
    }

    private synchronized void settle(AsyncResult<IamToken> result) {
        if (result.succeeded()) {
            state = held(result.result());
            return;
        }
        var until = clock.instant().plus(PAUSE);
        // A token that is still good outlives a failed fetch of its successor.
        state = state instanceof Refreshing refreshing
                ? new Held(
                        refreshing.current().authorization(),
                        until,
                        refreshing.current().staleAt())
                : new Failed(result.cause(), until);
    }

    private Held held(IamToken token) {
        var now = clock.instant();
        var life = Duration.between(now, token.expiresAt());
        var tenth = life.isNegative() ? Duration.ZERO : life.dividedBy(TENTHS);
        return new Held(
                token.authorization(),
                now.plus(shorter(tenth, FRESH)),
                token.expiresAt().minus(shorter(tenth, MARGIN)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** The same result, told on the caller's event loop. */
    private Future<@Nullable String> here(Promise<@Nullable String> fresh) {
        var context = vertx.getOrCreateContext();
        var promise = Promise.<@Nullable String>promise();
        fresh.future().onComplete(result -> context.runOnContext(_ -> promise.handle(result)));
        return promise.future();
    }

    @Override
    public String toString() {
        return "IamTokens[***]";
    }
}
