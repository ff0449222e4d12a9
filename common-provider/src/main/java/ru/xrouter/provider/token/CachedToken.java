package ru.xrouter.provider.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.Authorization;
import ru.xrouter.provider.ProviderFailureException;

/**
 * The access token that all calls share. At most one is being fetched at any time; a fresh one is fetched in the
 * background while the old one is still good; a failed fetch is not repeated for a second, however many calls ask.
 * Every caller is answered on its own event loop.
 */
public final class CachedToken implements Authorization {
    private static final Logger LOG = Logger.getLogger(CachedToken.class);
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int FIFTHS = 5;

    private final String provider;
    private final Vertx vertx;
    private final Supplier<Future<AccessToken>> source;
    private final UnaryOperator<Duration> useOf;
    private final Clock clock;
    private final MeterRegistry registry;
    private final AtomicReference<State> state = new AtomicReference<>(new Absent());

    private sealed interface State {}

    /** Nothing is in hand, and nobody has asked. */
    private record Absent() implements State {}

    /** Nothing is in hand; whoever asks waits for the one fetch. */
    private record Fetching(Future<String> fresh) implements State {}

    /** A good token; from {@code refreshAt} on the next call starts a fetch, from {@code staleAt} on calls wait. */
    private record Held(String authorization, Instant refreshAt, Instant staleAt, Instant expiresAt) implements State {}

    /** A token that is good for a while, and the fetch of its successor. */
    private record Refreshing(Held current, Future<String> fresh) implements State {}

    /** The last fetch failed; it is not repeated before {@code until}. */
    private record Failed(Throwable cause, Instant until) implements State {}

    /**
     * @param provider its public name, for operators
     * @param source fetches a token
     * @param useOf how long a token with a life of this length is used before the next one is fetched
     */
    public CachedToken(
            String provider,
            Vertx vertx,
            Supplier<Future<AccessToken>> source,
            UnaryOperator<Duration> useOf,
            Clock clock,
            MeterRegistry registry) {
        this.provider = provider;
        this.vertx = vertx;
        this.source = source;
        this.useOf = useOf;
        this.clock = clock;
        this.registry = registry;
    }

    @Override
    public Future<@Nullable String> authorization() {
        while (true) {
            var before = Objects.requireNonNull(state.get());
            var now = clock.instant();
            var answer = switch (before) {
                case Held held when now.isBefore(held.refreshAt()) -> ready(held);
                case Held held when now.isBefore(held.staleAt()) -> renewing(held);
                case Refreshing refreshing
                when now.isBefore(refreshing.current().staleAt()) -> ready(refreshing.current());
                case Refreshing refreshing -> here(refreshing.fresh());
                case Fetching(var fresh) -> here(fresh);
                case Failed(var cause, var until)
                when now.isBefore(until) -> Future.<@Nullable String>failedFuture(cause);
                case Held _, Failed _, Absent _ -> waiting(before);
            };
            if (answer != null) {
                return answer;
            }
        }
    }

    @Override
    public void rejected(@Nullable String authorization) {
        state.updateAndGet(now -> switch (now) {
            case Held held when held.authorization().equals(authorization) -> new Absent();
            case Refreshing(var held, var fresh) when held.authorization().equals(authorization) -> new Fetching(fresh);
            default -> now;
        });
    }

    @Override
    public String state() {
        return switch (Objects.requireNonNull(state.get())) {
            case Absent _ -> "absent";
            case Fetching _ -> "fetching";
            case Held _ -> "held";
            case Refreshing _ -> "refreshing";
            case Failed _ -> "failed";
        };
    }

    @Override
    public Optional<Supplier<Number>> secondsLeft() {
        return Optional.of(() -> Math.max(0, secondsLeft(Objects.requireNonNull(state.get()))));
    }

    private long secondsLeft(State now) {
        return switch (now) {
            case Held held ->
                Duration.between(clock.instant(), held.expiresAt()).toSeconds();
            case Refreshing refreshing -> secondsLeft(refreshing.current());
            case Absent _, Fetching _, Failed _ -> 0;
        };
    }

    private static Future<@Nullable String> ready(Held held) {
        return Future.succeededFuture(held.authorization());
    }

    /** Null when another thread was faster. */
    private @Nullable Future<@Nullable String> renewing(Held held) {
        var fresh = Promise.<String>promise();
        if (!state.compareAndSet(held, new Refreshing(held, fresh.future()))) {
            return null;
        }
        fetch(fresh);
        return ready(held);
    }

    /** Null when another thread was faster. */
    private @Nullable Future<@Nullable String> waiting(State before) {
        var fresh = Promise.<String>promise();
        if (!state.compareAndSet(before, new Fetching(fresh.future()))) {
            return null;
        }
        var answer = here(fresh.future());
        fetch(fresh);
        return answer;
    }

    private void fetch(Promise<String> fresh) {
        started().onComplete(result -> {
            count(result);
            var outcome = result.succeeded() ? held(result.result()) : failed(result.cause());
            state.updateAndGet(now -> after(now, fresh.future(), outcome));
            if (result.succeeded()) {
                fresh.complete(result.result().authorization());
            } else {
                fresh.fail(result.cause());
            }
        });
    }

    private Future<AccessToken> started() {
        try {
            return source.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** A token that is still good outlives a failed fetch of its successor. */
    private State after(State now, Future<String> ours, State outcome) {
        return switch (now) {
            case Fetching(var fresh) when fresh.equals(ours) -> outcome;
            case Refreshing(var held, var fresh)
            when fresh.equals(ours) ->
                outcome instanceof Failed failure
                        ? new Held(held.authorization(), failure.until(), held.staleAt(), held.expiresAt())
                        : outcome;
            default -> now;
        };
    }

    private State held(AccessToken token) {
        var now = clock.instant();
        var whole = Duration.between(now, token.expiresAt());
        var life = whole.isNegative() ? Duration.ZERO : whole;
        var staleAt = token.expiresAt().minus(shorter(life.dividedBy(FIFTHS), MARGIN));
        var refreshAt = now.plus(useOf.apply(life));
        return new Held(
                token.authorization(), refreshAt.isBefore(staleAt) ? refreshAt : staleAt, staleAt, token.expiresAt());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private State failed(Throwable cause) {
        return new Failed(cause, clock.instant().plus(PAUSE));
    }

    private void count(AsyncResult<AccessToken> result) {
        var outcome = result.succeeded() ? "ok" : name(result.cause());
        registry.counter("xrouter.provider.token.refreshes", "gen_ai.provider.name", provider, "outcome", outcome)
                .increment();
        if (result.failed()) {
            LOG.warnf("An access token could not be fetched, provider=%s, failure=%s", provider, outcome);
        }
    }

    private static String name(Throwable failure) {
        return failure instanceof ProviderFailureException known
                ? known.failure().wireName()
                : new ProviderFailure.Unavailable("token").wireName();
    }

    /** The same result, told on the caller's event loop. */
    private Future<@Nullable String> here(Future<String> fresh) {
        var context = vertx.getOrCreateContext();
        var promise = Promise.<@Nullable String>promise();
        fresh.onComplete(result -> context.runOnContext(_ -> {
            if (result.succeeded()) {
                promise.complete(result.result());
            } else {
                promise.fail(result.cause());
            }
        }));
        return promise.future();
    }

    @Override
    public String toString() {
        return "CachedToken[%s]".formatted(state());
    }
}
