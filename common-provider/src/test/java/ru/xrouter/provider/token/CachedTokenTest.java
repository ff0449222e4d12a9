package ru.xrouter.provider.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.adapter.ProviderFailure;
import ru.xrouter.provider.ProviderFailureException;

class CachedTokenTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final List<Promise<AccessToken>> fetches = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CachedToken tokens =
            new CachedToken("Toy", vertx, this::fetch, CachedTokenTest::fourFifths, clock, registry);

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void fetchesOnceForAllWhoWait() {
        // Given
        var waiting = List.of(tokens.authorization(), tokens.authorization(), tokens.authorization());

        // When
        succeed(0, "a");

        // Then
        assertThat(waiting).allSatisfy(future -> assertThat(await(future)).isEqualTo("Bearer a"));
        assertThat(fetches).hasSize(1);
        assertThat(registry.counter("xrouter.provider.token.refreshes", "gen_ai.provider.name", "Toy", "outcome", "ok")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void fetchesOnceHoweverManyThreadsAsk() {
        // Given
        var threads = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 64; i++) {
            threads.add(CompletableFuture.supplyAsync(tokens::authorization)
                    .thenCompose(future -> future.toCompletionStage()));
        }

        // When
        while (fetches.isEmpty()) {
            Thread.onSpinWait();
        }
        succeed(0, "a");

        // Then
        assertThat(threads)
                .allSatisfy(thread -> assertThat(thread)
                        .succeedsWithin(Duration.ofSeconds(10))
                        .isEqualTo("Bearer a"));
        assertThat(fetches).hasSize(1);
    }

    @Test
    void answersEveryCallerOnItsOwnEventLoop() {
        // Given
        var first = new CompletableFuture<Boolean>();
        var second = new CompletableFuture<Boolean>();
        askOnOwnLoop(first);
        askOnOwnLoop(second);

        // When
        while (fetches.isEmpty()) {
            Thread.onSpinWait();
        }
        succeed(0, "a");

        // Then
        assertThat(first).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void keepsATokenForFourFifthsOfItsLife() {
        // Given
        hold("a");

        // When
        clock.pass(Duration.ofMinutes(24).minusMillis(1));

        // Then
        assertThat(await(tokens.authorization())).isEqualTo("Bearer a");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void renewsInTheBackgroundWhileTheTokenIsStillGood() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));

        // When
        var duringRenewal = List.of(await(tokens.authorization()), await(tokens.authorization()));
        var fetchesDuringRenewal = fetches.size();
        succeed(1, "b");

        // Then
        assertThat(duringRenewal).containsOnly("Bearer a");
        assertThat(fetchesDuringRenewal).isEqualTo(2);
        assertThat(await(tokens.authorization())).isEqualTo("Bearer b");
    }

    @Test
    void waitsForAFreshTokenFromAMinuteBeforeTheEnd() {
        // Given
        hold("a");
        clock.pass(LIFE.minusSeconds(60));

        // When
        var waiting = tokens.authorization();
        var early = waiting.isComplete();
        succeed(1, "b");

        // Then
        assertThat(early).isFalse();
        assertThat(await(waiting)).isEqualTo("Bearer b");
    }

    @Test
    void waitsForTheRenewalUnderWayWhenTheTokenEndsMeanwhile() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());
        clock.pass(Duration.ofMinutes(6));

        // When
        var waiting = tokens.authorization();
        succeed(1, "b");

        // Then
        assertThat(await(waiting)).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void keepsAGoodTokenWhenItsRenewalFailsAndTriesAgainAfterAPause() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());

        // When
        fail(1);
        var afterFailure = await(tokens.authorization());
        var fetchesInPause = fetches.size();
        clock.pass(Duration.ofSeconds(1));
        var afterPause = await(tokens.authorization());

        // Then
        assertThat(List.of(afterFailure, afterPause)).containsOnly("Bearer a");
        assertThat(fetchesInPause).isEqualTo(2);
        assertThat(fetches).hasSize(3);
    }

    @Test
    void answersWithTheSameFailureForASecond() {
        // Given
        var first = tokens.authorization();
        fail(0);

        // When
        var second = tokens.authorization();
        var fetchesInPause = fetches.size();
        clock.pass(Duration.ofSeconds(1));
        var third = tokens.authorization();
        succeed(1, "a");

        // Then
        assertThat(failure(first)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(failure(second)).isEqualTo(new ProviderFailure.BadCredentials());
        assertThat(fetchesInPause).isEqualTo(1);
        assertThat(await(third)).isEqualTo("Bearer a");
        assertThat(registry.counter(
                                "xrouter.provider.token.refreshes",
                                "gen_ai.provider.name",
                                "Toy",
                                "outcome",
                                "bad_credentials")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void dropsARejectedTokenOnce() {
        // Given
        hold("a");

        // When
        tokens.rejected("Bearer a");
        var fresh = tokens.authorization();
        tokens.rejected("Bearer a");
        succeed(1, "b");
        tokens.rejected("Bearer a");

        // Then
        assertThat(await(fresh)).isEqualTo("Bearer b");
        assertThat(await(tokens.authorization())).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void waitsForTheRenewalUnderWayWhenTheTokenIsRejectedMeanwhile() {
        // Given
        hold("a");
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());

        // When
        tokens.rejected("Bearer a");
        var waiting = tokens.authorization();
        succeed(1, "b");

        // Then
        assertThat(await(waiting)).isEqualTo("Bearer b");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void usesEvenAShortLivedToken() {
        // Given
        var first = tokens.authorization();

        // When
        fetches.getFirst().complete(AccessToken.bearer("short", START.plusSeconds(2)));
        clock.pass(Duration.ofSeconds(1));

        // Then
        assertThat(await(first)).isEqualTo("Bearer short");
        assertThat(await(tokens.authorization())).isEqualTo("Bearer short");
        assertThat(fetches).hasSize(1);
    }

    @Test
    void neverUsesATokenUpToItsVeryEnd() {
        // Given
        var whole = new CachedToken("Toy", vertx, this::fetch, life -> life, clock, registry);
        var first = whole.authorization();
        succeed(0, "a");
        await(first);
        clock.pass(LIFE.minusSeconds(60));

        // When
        var waiting = whole.authorization();
        var early = waiting.isComplete();
        succeed(1, "b");

        // Then
        assertThat(early).isFalse();
        assertThat(await(waiting)).isEqualTo("Bearer b");
    }

    @Test
    void tellsHowItStands() {
        // When
        var absent = tokens.state();
        var first = tokens.authorization();
        var fetching = tokens.state();
        succeed(0, "a");
        await(first);
        var held = tokens.state();
        clock.pass(Duration.ofMinutes(24));
        await(tokens.authorization());
        var refreshing = tokens.state();
        fail(1);

        // Then
        assertThat(List.of(absent, fetching, held, refreshing, tokens.state()))
                .containsExactly("absent", "fetching", "held", "refreshing", "held");
    }

    @Test
    void survivesASourceThatThrows() {
        // Given
        var broken = new CachedToken(
                "Toy",
                vertx,
                () -> {
                    throw new IllegalStateException("broken");
                },
                CachedTokenTest::fourFifths,
                clock,
                registry);

        // When
        var answer = broken.authorization();

        // Then
        assertThat(cause(answer)).hasMessage("broken");
        assertThat(broken.state()).isEqualTo("failed");
    }

    @Test
    void showsNoSecret() {
        // Given
        hold("secret");

        // Then
        assertThat(AccessToken.bearer("secret", START).toString()).doesNotContain("secret");
        assertThat(tokens.toString()).isEqualTo("CachedToken[held]");
    }

    private static Duration fourFifths(Duration life) {
        return life.multipliedBy(4).dividedBy(5);
    }

    private Future<AccessToken> fetch() {
        var promise = Promise.<AccessToken>promise();
        fetches.add(promise);
        return promise.future();
    }

    private void hold(String token) {
        var first = tokens.authorization();
        succeed(0, token);
        await(first);
    }

    private void succeed(int fetch, String token) {
        fetches.get(fetch).complete(AccessToken.bearer(token, clock.instant().plus(LIFE)));
    }

    private void fail(int fetch) {
        fetches.get(fetch).fail(new ProviderFailureException(new ProviderFailure.BadCredentials()));
    }

    private void askOnOwnLoop(CompletableFuture<Boolean> sameThread) {
        vertx.getOrCreateContext();
        vertx.runOnContext(_ -> {
            var thread = Thread.currentThread();
            tokens.authorization()
                    .onComplete(_ -> sameThread.complete(Thread.currentThread().equals(thread)));
        });
    }

    private static ProviderFailure failure(Future<?> future) {
        return ((ProviderFailureException) cause(future)).failure();
    }

    private static Throwable cause(Future<?> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .handle((_, failure) -> failure)
                .join();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static final class TestClock extends Clock {
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
