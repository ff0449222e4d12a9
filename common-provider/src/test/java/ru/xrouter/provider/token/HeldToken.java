package ru.xrouter.provider.token;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.ProviderFailureException;

/** A cached token, the clock it goes by and the source that it is fetched from. */
abstract class HeldToken {
    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final Duration LIFE = Duration.ofMinutes(30);

    final Vertx vertx = Vertx.vertx();
    final TestClock clock = new TestClock();
    final List<Promise<AccessToken>> fetches = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final CachedToken tokens = new CachedToken("Toy", vertx, this::fetch, HeldToken::fourFifths, clock, registry);

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    static Duration fourFifths(Duration life) {
        return life.multipliedBy(4).dividedBy(5);
    }

    Future<AccessToken> fetch() {
        var promise = Promise.<AccessToken>promise();
        fetches.add(promise);
        return promise.future();
    }

    void hold(String token) {
        var first = tokens.authorization();
        succeed(0, token);
        await(first);
    }

    void succeed(int fetch, String token) {
        fetches.get(fetch).complete(AccessToken.bearer(token, clock.instant().plus(LIFE)));
    }

    void fail(int fetch) {
        fetches.get(fetch).fail(new ProviderFailureException(new ProviderFailure.BadCredentials()));
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    static final class TestClock extends Clock {
        private volatile Instant now = START;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
